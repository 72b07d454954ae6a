package dev.allaprima.pipeline.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps a folder for one user at a time, of this process or another; it ends with the process. */
public final class FolderLock {
  private FolderLock() {}

  /**
   * Takes the folder.
   *
   * @return gives it back when closed; nothing where somebody else has it
   * @throws IOException if no lock can be written there
   */
  public static Optional<FileChannel> take(Path folder) throws IOException {
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return Optional.of(lock);
      }
    } catch (OverlappingFileLockException e) {
      // By this very process, which is the same to the caller.
    }
    lock.close();
    return Optional.empty();
  }
}
