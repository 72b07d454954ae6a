package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    Picture first = photos.crop(32, new Random(1));
    assertThat(first.width()).isEqualTo(32);
    assertThat(first.height()).isEqualTo(32);
    assertThat(photos.crop(32, new Random(2)).rgb()).isNotEqualTo(first.rgb());
    // Neither what was decoded before nor what was drawn between makes a difference.
    assertThat(photos.crop(32, new Random(1)).rgb()).isEqualTo(first.rgb());
    assertThat(Photos.under(List.of(folder)).crop(32, new Random(1)).rgb()).isEqualTo(first.rgb());
  }

  @Test
  void aPhotoIsTheSameWhetherItWasKeptOrNot() throws IOException {
    Path file = folder.resolve("a.png");
    Drawn.picture(300, 200, 1).writePng(file);
    DecodedPhotos kept = new DecodedPhotos(1 << 20);
    DecodedPhotos forgotten = new DecodedPhotos(0);
    DecodedPhotos.Photo photo = kept.get(file, 100);
    assertThat(photo.width()).isEqualTo(150);
    assertThat(photo.height()).isEqualTo(100);
    assertThat(kept.get(file, 100)).isSameAs(photo);
    assertThat(forgotten.get(file, 100).rgb()).isEqualTo(photo.rgb());
    assertThat(forgotten.get(file, 100)).isNotSameAs(forgotten.get(file, 100));
    assertThat(kept.get(file, 500).height()).isEqualTo(200);
  }

  @Test
  void whatCannotBeUsedIsSkippedAndCounted() throws IOException {
    Drawn.photos(folder, 4);
    Files.writeString(folder.resolve("text.jpg"), "no picture");
    Files.createFile(folder.resolve("empty.png"));
    Drawn.picture(300, 40, 1).writePng(folder.resolve("tiny.png"));
    byte[] whole = Drawn.picture(200, 200, 2).toJpeg();
    Files.write(folder.resolve("cut.jpeg"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("SOURCE.txt"), "not meant to be one");
    Photos photos = Photos.under(List.of(folder));
    assertThat(photos.count()).isEqualTo(8);
    assertThat(photos.summary()).isEqualTo("8 photos");
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      photos.crop(16, random);
    }
    assertThat(photos.count()).isEqualTo(4);
    assertThat(photos.skipped().keySet())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("text.jpg", "empty.png", "tiny.png", "cut.jpeg");
    assertThat(photos.summary())
        .startsWith("4 photos, 4 skipped: ")
        .contains(
            "cut.jpeg (it is ", "text.jpg (it is no ", "tiny.png (it has only 300x40 pixels)");
  }

  @Test
  void onlyUselessPhotosAreAFault() throws IOException {
    Files.writeString(folder.resolve("a.jpg"), "no picture");
    Files.writeString(folder.resolve("b.png"), "no picture");
    Photos photos = Photos.under(List.of(folder));
    assertThatThrownBy(() -> photos.crop(16, new Random(1)))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll("none of the 2 photos", "a.jpg (", "--photos");
  }

  @Test
  void foldersWithoutPhotosAreFaults() {
    assertThatThrownBy(() -> Photos.under(List.of(folder)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("no JPEG or PNG below");
    assertThatThrownBy(() -> Photos.under(List.of(folder.resolve("none"))))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("is not there");
  }
}
