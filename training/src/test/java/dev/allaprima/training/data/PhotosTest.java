package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotosTest {
  @TempDir Path folder;

  @Test
  void sameRandomStateSameCrop() throws IOException {
    Photos photos = Photos.under(List.of(Drawn.photos(folder, 5)));
    assertThat(photos.count()).isEqualTo(5);
    assertThat(photos.crop(32, new Random(1)).rgb())
        .isEqualTo(photos.crop(32, new Random(1)).rgb());
    assertThat(photos.crop(32, new Random(1)).rgb())
        .isNotEqualTo(photos.crop(32, new Random(2)).rgb());
  }
}
