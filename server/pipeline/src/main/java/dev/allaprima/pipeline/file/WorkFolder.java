package dev.allaprima.pipeline.file;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unfinished work of one output, in a hidden folder beside it: chunks of encoded pictures and a
 * manifest that tells which of them are finished, for which job. It outlives the process, also one
 * that is killed, and is deleted when the output is there. Used by one thread at a time; one
 * process at a time, which a lock sees to.
 */
public final class WorkFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
  private static final String MANIFEST = "manifest.json";

  /**
   * A finished piece of the work.
   *
   * @param file its name in the folder
   * @param frames how many pictures it holds
   * @param delay by how many places one of them is decoded before it is shown, at most
   * @param size its length in bytes
   * @param sha256 of its bytes
   */
  public record Chunk(String file, int frames, int delay, long size, String sha256) {}

  private final Path output;
  private final Path folder;
  private final Map<String, String> job;
  private final FileChannel lock;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Thread hook = new Thread(this::tidyAtExit, "tidy unfinished work");
  private boolean complete;
  // Read by the hook; set before a chunk is noted, so that what is finished is never deleted.
  private volatile boolean worthKeeping;

  private WorkFolder(Path output, Path folder, Map<String, String> job, FileChannel lock) {
    this.output = output;
    this.folder = folder;
    this.job = job;
    this.lock = lock;
  }

  /** Where the unfinished work of an output lies, if there is any. */
  public static Path of(Path output) {
    return output.resolveSibling("." + output.getFileName() + ".allaprima");
  }

  /**
   * Opens the folder of an output and takes what is finished of this very job; whatever else is in
   * it is deleted.
   *
   * @param job what makes two jobs the same, by name: the input, the style, how it is encoded
   * @param restart whether finished work is deleted too
   * @throws Fault if the folder cannot be made, or another process is at work in it
   */
  public static WorkFolder open(Path output, Map<String, String> job, boolean restart) {
    Path folder = of(output);
    FileChannel lock = null;
    try {
      // The output's own folder is the user's to make: a misspelt name is not to be a new folder.
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
      lock = lock(output, folder);
      WorkFolder work = new WorkFolder(output, folder, job, lock);
      if (!restart) {
        work.load();
      }
      work.worthKeeping = !work.chunks.isEmpty();
      work.deleteAllBut(work.chunks);
      Runtime.getRuntime().addShutdownHook(work.hook);
      return work;
    } catch (IOException e) {
      close(lock);
      throw unwritable(output, e);
    } catch (RuntimeException e) {
      close(lock);
      throw e;
    }
  }

  private static FileChannel lock(Path output, Path folder) throws IOException {
    return FolderLock.take(folder)
        .orElseThrow(
            () ->
                Fault.of(
                    CONFLICT,
                    "output " + output + " is being painted already",
                    "Wait, or choose another name"));
  }

  /** Takes the finished chunks, up to the first that is not as it was written. */
  private void load() throws IOException {
    Manifest manifest = Manifest.read(folder.resolve(MANIFEST));
    if (manifest == null || !manifest.isOf(job)) {
      return;
    }
    for (Chunk chunk : manifest.chunks()) {
      Path path = folder.resolve(chunk.file());
      PacketFile.Seal seal = new PacketFile.Seal(chunk.size(), chunk.sha256());
      if (!Files.exists(path) || !PacketFile.seal(path).equals(seal)) {
        LOG.warn("{} is not as it was written; the work goes on from before it", path);
        return;
      }
      chunks.add(chunk);
    }
    complete = manifest.complete();
  }

  private void deleteAllBut(List<Chunk> kept) throws IOException {
    List<String> names = kept.stream().map(Chunk::file).toList();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean ours = name.equals("lock") || (name.equals(MANIFEST) && !kept.isEmpty());
        if (!ours && !names.contains(name)) {
          Files.delete(file);
        }
      }
    }
  }

  /** The finished chunks, in order; those of an earlier run first. */
  public List<Chunk> chunks() {
    return List.copyOf(chunks);
  }

  /** How many pictures the finished chunks hold. */
  public long frames() {
    return chunks.stream().mapToLong(Chunk::frames).sum();
  }

  /** Whether the chunks are all that there will be. */
  public boolean isComplete() {
    return complete;
  }

  /** Where the next chunk is to be written. */
  public Path nextChunk() {
    return folder.resolve("chunk-%06d".formatted(chunks.size()));
  }

  /** A place in the folder for something that is not worth keeping. */
  public Path temporary(String name) {
    return folder.resolve(name);
  }

  /** Where a finished chunk lies. */
  public Path path(Chunk chunk) {
    return folder.resolve(chunk.file());
  }

  /**
   * Notes that the {@link #nextChunk()} is finished.
   *
   * @param frames how many pictures it holds
   * @param delay by how many places one of them is decoded before it is shown, at most
   */
  public void add(int frames, int delay, PacketFile.Seal seal) {
    boolean before = worthKeeping;
    worthKeeping = true;
    String name = nextChunk().getFileName().toString();
    chunks.add(new Chunk(name, frames, delay, seal.size(), seal.sha256()));
    try {
      save();
    } catch (RuntimeException e) {
      chunks.remove(chunks.size() - 1);
      worthKeeping = before;
      throw e;
    }
  }

  /** Notes that there will be no more chunks. */
  public void complete() {
    complete = true;
    save();
  }

  private void save() {
    try {
      Manifest.of(job, chunks, complete).write(folder.resolve(MANIFEST));
    } catch (IOException e) {
      throw unwritable(output, e);
    }
  }

  /**
   * Gives a file of this folder the output's name; nothing of the work is kept then.
   *
   * @param overwrite whether a file of that name may be there
   * @throws Fault if one has appeared meanwhile, or renaming fails
   */
  public void commit(Path assembled, boolean overwrite) {
    try {
      if (overwrite) {
        Files.move(assembled, output, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(assembled, output);
      }
    } catch (FileAlreadyExistsException e) {
      throw PartFile.exists(output, e);
    } catch (IOException e) {
      throw unwritable(output, e);
    }
    finished();
  }

  /** Says that the output is there: nothing of the work is kept. */
  public void finished() {
    worthKeeping = false;
    chunks.clear();
  }

  /** Lets the folder go; it stays if there is finished work in it, to go on from. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      tidy();
    } catch (IllegalStateException e) {
      LOG.debug("The process is ending and the hook is at work", e);
    } finally {
      close(lock);
    }
  }

  private void tidyAtExit() {
    if (!worthKeeping) {
      tidy();
    }
  }

  private void tidy() {
    try {
      if (Files.isDirectory(folder)) {
        deleteAllBut(worthKeeping ? chunks : List.of());
        if (!worthKeeping) {
          Files.deleteIfExists(folder.resolve("lock"));
          Files.delete(folder);
        }
      }
    } catch (IOException e) {
      LOG.warn("The folder {} could not be tidied", folder, e);
    }
  }

  private static void close(FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("A lock could not be closed", e);
    }
  }

  /** What went wrong, in a few words: the message without the file's name before it. */
  static String reason(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.isEmpty() || message.contains("/") ? e.getClass().getSimpleName() : message;
  }

  private static Fault unwritable(Path output, IOException e) {
    return Fault.of(
        UNAVAILABLE,
        "output " + output + " cannot be written (" + reason(e) + ")",
        "Check that its folder is there, may be written to and has space",
        e);
  }
}
