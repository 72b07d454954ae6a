package dev.allaprima.pipeline.file;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output file on its way: written under a hidden name beside its final one, renamed when it is
 * whole, deleted when it is not, also when the process is told to end. Used by one thread.
 */
public final class PartFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);

  private final Path output;
  private final boolean overwrite;
  private final Path part;
  private final Thread hook;
  private boolean committed;

  private PartFile(Path output, boolean overwrite, Path part) {
    this.output = output;
    this.overwrite = overwrite;
    this.part = part;
    this.hook = new Thread(this::delete, "delete " + part.getFileName());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Begins the file {@code output}, so that what forbids it is known before any work is done.
   *
   * @param overwrite whether a file of that name may be there; it stays until the new one is whole
   * @throws Fault if it exists and may not be overwritten, or cannot be written
   */
  public static PartFile begin(Path output, boolean overwrite) {
    check(output, overwrite);
    Path part =
        output.resolveSibling(
            "."
                + output.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "."
                + Long.toString(System.nanoTime(), 36)
                + ".part");
    try {
      Files.createFile(part);
    } catch (IOException e) {
      throw unwritable(output, e);
    }
    return new PartFile(output, overwrite, part);
  }

  /**
   * Throws what {@link #begin} would throw, as far as it can be known without writing.
   *
   * @throws Fault if the output is a folder, or exists and may not be overwritten
   */
  public static void check(Path output, boolean overwrite) {
    if (Files.isDirectory(output)) {
      throw Fault.of(INVALID, "output " + output + " is a folder", "Name a file in it");
    }
    if (Files.exists(output) && !overwrite) {
      throw exists(output, null);
    }
  }

  /** Where to write, for now. */
  public Path path() {
    return part;
  }

  /**
   * Gives the written file its final name.
   *
   * @throws Fault if a file of that name has appeared meanwhile, or renaming fails
   */
  public void commit() {
    try {
      if (overwrite) {
        Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(part, output);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(output, e);
    } catch (IOException e) {
      throw unwritable(output, e);
    }
    committed = true;
  }

  /** Deletes what was written, unless it was committed. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending and the hook is at work.
      return;
    }
    if (!committed) {
      delete();
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      LOG.warn("The unfinished file {} could not be deleted", part, e);
    }
  }

  static Fault exists(Path output, IOException cause) {
    String remedy = "Choose another name, or say --overwrite";
    return Fault.of(CONFLICT, "output " + output + " exists", remedy, cause);
  }

  private static Fault unwritable(Path output, IOException cause) {
    return Fault.of(
        UNAVAILABLE,
        "output " + output + " cannot be written (" + cause.getClass().getSimpleName() + ")",
        "Check that its folder is there and may be written to",
        cause);
  }
}
