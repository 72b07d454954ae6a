package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Files that are fetched once and kept. A file has its final name only when it is whole and its sum
 * is right; until then it is a {@code .part} beside it, where the next try goes on.
 */
public final class Download {
  private static final String REMEDY =
      "Try again, or fetch it on another machine and give it with --weights FILE";
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final int BUFFER = 1 << 16;

  private final Source source;
  private final Path file;
  private final Path part;

  /**
   * A file of the web.
   *
   * @param uri where it is
   * @param name what it is called in the cache
   * @param md5 its sum in lower-case hex: what its publisher gives
   */
  public record Source(URI uri, String name, String md5) {}

  private Download(Source source, Path folder) {
    this.source = source;
    this.file = folder.resolve(source.name());
    this.part = folder.resolve(source.name() + ".part");
  }

  /**
   * The file in the cache, {@code ALLAPRIMA_CACHE} or {@code ~/.cache/allaprima}; fetched if it is
   * not there yet, with a bar on a terminal.
   *
   * @throws Fault if it cannot be fetched, or is damaged
   */
  public static Path cached(Source source) {
    String folder = System.getenv("ALLAPRIMA_CACHE");
    return into(
        folder != null && !folder.isEmpty()
            ? Path.of(folder)
            : Path.of(System.getProperty("user.home"), ".cache", "allaprima"),
        source);
  }

  /** The same in another folder. */
  static Path into(Path folder, Source source) {
    return new Download(source, folder).get();
  }

  private Path get() {
    if (!Files.exists(file)) {
      try {
        Files.createDirectories(file.getParent());
        fetchAlone();
      } catch (IOException e) {
        throw Fault.of(
            UNAVAILABLE,
            "the download of " + source.uri() + " cannot be written to " + part + " (" + e + ")",
            "Check the folder's rights and the disk's space, or name another by ALLAPRIMA_CACHE",
            e);
      }
    } else {
      String sum = md5(file);
      if (!sum.equals(source.md5())) {
        throw Fault.of(
            UNAVAILABLE,
            "the file " + file + " is damaged: its MD5 is " + sum + " instead of " + source.md5(),
            "Delete it: it is then fetched anew from " + source.uri());
      }
    }
    return file;
  }

  /** Another process that fetches the same waits here, then finds the file. */
  private void fetchAlone() throws IOException {
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.lock();
      if (Files.exists(file)) {
        return;
      }
      out.position(out.size());
      fetch(out);
      out.force(true);
      String sum = md5(part);
      if (!sum.equals(source.md5())) {
        Files.delete(part);
        throw Fault.of(
            UNAVAILABLE,
            "what came from " + source.uri() + " has MD5 " + sum + " instead of " + source.md5(),
            "It was thrown away. " + REMEDY);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void fetch(FileChannel out) throws IOException {
    HttpResponse<InputStream> response = send(out.position());
    try (InputStream body = response.body()) {
      if (response.statusCode() == 416) {
        // Nothing is left to fetch: the sum will tell whether the part is whole.
        return;
      }
      if (response.statusCode() == 200) {
        out.truncate(0);
      } else if (response.statusCode() != 206) {
        throw unfetched("the server answers HTTP " + response.statusCode(), null);
      }
      long before = out.position();
      long length = response.headers().firstValueAsLong("content-length").orElse(-1);
      long all = length < 0 ? -1 : before + length;
      if (System.console() == null) {
        System.err.printf("Downloading %s to %s%n", source.uri(), file.getParent());
        copy(body, out, all, n -> {});
      } else {
        try (ProgressBar bar = bar(before, all)) {
          copy(body, out, all, bar::stepTo);
        }
      }
    }
  }

  private ProgressBar bar(long before, long all) {
    return new ProgressBarBuilder()
        .setTaskName(source.name())
        .setInitialMax(all)
        .startsFrom(before, Duration.ZERO)
        .setUnit(" MB", 1_000_000)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  private void copy(InputStream body, FileChannel out, long all, LongConsumer progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int count;
      try {
        count = body.read(buffer);
      } catch (IOException e) {
        throw unfetched(String.format("it broke off after %d of %d bytes", out.position(), all), e);
      }
      if (count < 0) {
        return;
      }
      for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count); bytes.hasRemaining(); ) {
        out.write(bytes);
      }
      progress.accept(out.position());
    }
  }

  private HttpResponse<InputStream> send(long from) {
    HttpClient client =
        HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(Redirect.NORMAL).build();
    HttpRequest.Builder request = HttpRequest.newBuilder(source.uri());
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unfetched("the server cannot be reached, " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unfetched("interrupted", e);
    }
  }

  private Fault unfetched(String why, Throwable cause) {
    return Fault.of(UNAVAILABLE, source.uri() + " cannot be fetched: " + why, REMEDY, cause);
  }

  private static String md5(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw Fault.of(UNAVAILABLE, "the file " + file + " cannot be read (" + e + ")", REMEDY, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
