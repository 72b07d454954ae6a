package dev.allaprima.live.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A peer of Debian's python3-aiortc; killed when it is closed. */
public final class Aiortc implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader lines;

  /**
   * Starts it.
   *
   * @param what it does, as the script says
   */
  public Aiortc(String what, String url) throws IOException {
    process =
        new ProcessBuilder("/usr/bin/python3", "src/test/python/aiortc_peer.py", what, url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    lines = process.inputReader();
  }

  /** An address of this machine that aiortc uses, which is not the loopback's; null for none. */
  public static String address() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse(null);
  }

  /** Waits until it has printed a line that is wanted. */
  public JsonNode await(Duration atMost, Predicate<JsonNode> wanted) {
    return Awaitility.await()
        .atMost(atMost)
        .until(
            () -> {
              try {
                return JSON.readTree(lines.readLine());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            wanted);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
