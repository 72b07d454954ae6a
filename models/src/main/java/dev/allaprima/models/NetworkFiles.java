package dev.allaprima.models;

import java.util.EnumMap;
import java.util.Map;

/**
 * A network to be published: its card and, for each precision that the card names, the ONNX model.
 */
public record NetworkFiles(NetworkCard card, Map<Precision, byte[]> models) {
  /** Throws {@link IllegalArgumentException} unless the models are the ones of the card. */
  public NetworkFiles {
    models = Map.copyOf(models);
    if (!card.sha256().equals(hashes(models))) {
      throw new IllegalArgumentException("the card was written for other models: " + card.sha256());
    }
  }

  /**
   * A network with a card made for these models.
   *
   * @param parity see {@link NetworkCard#parity}; {@code training} likewise
   */
  public static NetworkFiles of(
      String kind,
      int sizeMultiple,
      int styles,
      Map<Precision, byte[]> models,
      Map<String, String> parity,
      Map<String, String> training) {
    NetworkCard card =
        new NetworkCard(
            NetworkCard.FORMAT, kind, sizeMultiple, styles, hashes(models), parity, training);
    return new NetworkFiles(card, models);
  }

  private static Map<Precision, String> hashes(Map<Precision, byte[]> models) {
    Map<Precision, String> hashes = new EnumMap<>(Precision.class);
    models.forEach((precision, bytes) -> hashes.put(precision, Network.sha256(bytes)));
    return hashes;
  }
}
