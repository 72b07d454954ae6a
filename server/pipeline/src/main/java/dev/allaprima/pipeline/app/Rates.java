package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Ratio;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frame rates as people write them. */
final class Rates {
  private static final Pattern QUOTIENT = Pattern.compile("(\\d{1,6})/(\\d{1,4})");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?");
  private static final int FASTEST = 240;

  /** What 23.976, 29.97 and 59.94 stand for: 24, 30 and 60 by 1.001. */
  private static final int NTSC = 1001;

  private Rates() {}

  /**
   * Reads {@code 24}, {@code 12.5}, {@code 29.97} or {@code 30000/1001}.
   *
   * @throws Fault if the text is none, or no rate up to 240
   */
  static Ratio of(String text) {
    Matcher quotient = QUOTIENT.matcher(text);
    Ratio rate = new Ratio(0, 1);
    if (quotient.matches()) {
      rate = new Ratio(Integer.parseInt(quotient.group(1)), Integer.parseInt(quotient.group(2)));
    } else if (DECIMAL.matcher(text).matches()) {
      rate = decimal(new BigDecimal(text));
    }
    if (!rate.isKnown() || rate.value() > FASTEST) {
      throw Fault.of(
          INVALID, "--fps is " + text, "Give a rate up to 240, such as 24, 29.97 or 30000/1001");
    }
    return rate;
  }

  private static Ratio decimal(BigDecimal value) {
    long near = Math.round(value.doubleValue() * NTSC / 1000);
    boolean ntsc =
        value.scale() >= 2 && Math.abs(near * 1000.0 / NTSC - value.doubleValue()) < 0.005;
    return ntsc
        ? new Ratio((int) near * 1000, NTSC)
        : new Ratio(value.movePointRight(3).intValueExact(), 1000);
  }
}
