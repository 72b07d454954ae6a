package dev.allaprima.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The eight orientations; a is where the picture's rows run to the right, b where down, and so on.
 */
class UprightTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        " 1| 0| 0| 1|-",
        "-1| 0| 0| 1|hflip,",
        " 1| 0| 0|-1|vflip,",
        "-1| 0| 0|-1|hflip,vflip,",
        " 0| 1| 1| 0|transpose=cclock_flip,",
        " 0| 1|-1| 0|transpose=cclock_flip,hflip,",
        " 0|-1| 1| 0|transpose=cclock_flip,vflip,",
        " 0|-1|-1| 0|transpose=cclock_flip,hflip,vflip,",
      })
  void matrixBecomesFilters(int a, int b, int c, int d, String filters) {
    int one = 1 << 16;
    int[] matrix = {a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30};
    assertThat(Upright.filters(matrix)).isEqualTo(filters == null ? "" : filters);
  }
}
