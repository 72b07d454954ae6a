package dev.allaprima.live.jobs;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.file.WorkFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one job.
 *
 * @param path the folder, which bears the job's id
 */
record JobFolder(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  /** The upload; without an ending, so that its content alone says what it is. */
  private static final String INPUT = "input";

  private static final String VIDEO = "result.mp4";
  private static final String PNG = "result.png";
  private static final String JPEG = "result.jpg";

  String id() {
    return path.getFileName().toString();
  }

  Path input() {
    return path.resolve(INPUT);
  }

  /** Where the painted file goes. A photo stays a JPEG if its name says that it was one. */
  Path result(Manifest manifest) {
    if (manifest.kind() == Job.Kind.VIDEO) {
      return path.resolve(VIDEO);
    }
    boolean jpeg = manifest.order().name().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
    return path.resolve(jpeg ? JPEG : PNG);
  }

  /** How many bytes are in it. */
  long bytes() {
    AtomicLong sum = new AtomicLong();
    SimpleFileVisitor<Path> adder =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // The painter deletes what it has no more need of.
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(path, adder);
    } catch (IOException e) {
      throw unusable(e);
    }
    return sum.get();
  }

  /** Whether it holds nothing but a part of an upload: the server ended while that came in. */
  boolean isUnfinishedUpload() {
    try (Stream<Path> files = Files.list(path)) {
      return ID.matcher(id()).matches() && files.allMatch(input()::equals);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Deletes what the job has no more need of. */
  void tidy(Manifest manifest) {
    Set<Path> needed = new HashSet<>(Set.of(path.resolve(Manifest.FILE)));
    if (manifest.state() == Job.State.FINISHED) {
      needed.add(result(manifest));
    } else if (!manifest.state().isLast()) {
      needed.add(input());
      needed.add(WorkFolder.of(result(manifest)));
    }
    try (Stream<Path> files = Files.list(path)) {
      files.filter(file -> !needed.contains(file)).forEach(JobFolder::delete);
    } catch (IOException e) {
      LOG.warn("The folder {} could not be tidied", path, e);
    }
  }

  /** Deletes everything. */
  void delete() {
    delete(path);
  }

  private static void delete(Path what) {
    try {
      Files.walkFileTree(
          what,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      LOG.debug("{} is gone already", what);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", what, e);
    }
  }

  /**
   * What the pipeline says of these files, for whoever uploaded one: by its name, and by the
   * parameters of a job instead of the command line's options.
   *
   * @param catalogue the styles' folder, which is no more the uploader's matter than this one
   */
  String reworded(String message, Order order, Path catalogue) {
    return message
        .replace(catalogue + "/", "")
        .replace(input().toAbsolutePath().toString(), order.name())
        .replace(path.toAbsolutePath() + "/", "")
        .replace("--salvage", "salvage=true");
  }

  /** A fault for whom the folder is no matter: it is the server's. */
  static Fault unusable(IOException e) {
    LOG.error("The folder of the jobs cannot be used", e);
    return Fault.of(
        UNAVAILABLE, "the server's folder for jobs cannot be used", "Tell whoever runs the server");
  }
}
