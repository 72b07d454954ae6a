package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.file.PacketFile;
import dev.allaprima.pipeline.file.WorkFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/** A file for every picture, numbered from 1 in a folder, as in {@code folder/%06d.png}. */
final class PictureSequence {
  private static final Pattern NUMBER = Pattern.compile("%(0\\d)?d");

  private PictureSequence() {}

  /** Whether the name has one place for a number, as C's printf writes it. */
  static boolean isPattern(Path output) {
    String name = output.getFileName().toString();
    Matcher number = NUMBER.matcher(name);
    return number.find() && !number.find() && name.chars().filter(c -> c == '%').count() == 1;
  }

  /** Throws the fault that {@link #write} would throw if the pictures are there already. */
  static void check(Path output, boolean overwrite) {
    Path first = file(output, 1);
    if (Files.exists(first) && !overwrite) {
      throw Fault.of(
          CONFLICT, "output " + first + " exists", "Choose another folder, or say --overwrite");
    }
  }

  private static Path file(Path output, int number) {
    return output.resolveSibling(output.getFileName().toString().formatted(number));
  }

  /** Writes the finished chunks' pictures; each of them appears whole. */
  static void write(Target target, WorkFolder work) {
    AVPacket packet = avcodec.av_packet_alloc();
    Path part = work.temporary("picture");
    int number = 0;
    try {
      for (WorkFolder.Chunk chunk : work.chunks()) {
        try (PacketFile.Reader reader = new PacketFile.Reader(work.path(chunk))) {
          while (reader.read(packet)) {
            try (FileChannel file =
                FileChannel.open(
                    part,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
              file.write(packet.data().capacity(packet.size()).asByteBuffer());
            }
            avcodec.av_packet_unref(packet);
            Path name = file(target.output(), ++number);
            Files.move(part, name, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "output " + file(target.output(), number) + " cannot be written (" + e + ")",
          "Check the disk's space",
          e);
    } finally {
      avcodec.av_packet_free(packet);
    }
  }
}
