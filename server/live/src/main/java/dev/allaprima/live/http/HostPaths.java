package dev.allaprima.live.http;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where things lie on this machine, which is nobody else's concern: a fault that names a file is
 * told by what that is called below its folder.
 */
final class HostPaths {
  private final Pattern folders;

  /**
   * @param known folders of the server
   */
  HostPaths(Collection<Path> known) {
    Stream<Path> system =
        Stream.of("java.io.tmpdir", "user.dir", "user.home", "java.home")
            .map(System::getProperty)
            .filter(Objects::nonNull)
            .map(Path::of);
    String all =
        Stream.concat(known.stream(), system)
            .map(path -> path.toAbsolutePath().normalize())
            // The root alone would take every slash away.
            .filter(path -> path.getNameCount() > 0)
            .map(Path::toString)
            .distinct()
            // An inner folder before the one that it is in.
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // Whole names only: /data is neither in /database nor in /var/data.
    folders = Pattern.compile("(?<![\\w./-])(" + all + ")(/|(?![\\w.-]))");
  }

  /** The text without them. */
  String hide(String text) {
    return folders
        .matcher(text)
        .replaceAll(found -> found.group(2).isEmpty() ? "a folder of the server" : "");
  }
}
