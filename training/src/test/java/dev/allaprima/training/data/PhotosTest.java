package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.network.PainterNetwork;
import dev.allaprima.training.tape.Tape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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

  @Test
  void foldedPlanesUnfoldToThePicture() {
    // Blocks of 2×2 of one colour lose nothing to chroma subsampling.
    Picture small = Drawn.picture(8, 8, 4);
    float[] rgb = new float[16 * 16 * 3];
    for (int i = 0; i < 16 * 16; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = small.rgb()[3 * (i / 32 * 8 + i % 16 / 2) + c];
      }
    }
    INDArray folded = Planes.fold(new Picture(16, 16, rgb));
    INDArray head = Nd4j.create(1, 8, 8, 6);
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 8; column++) {
        INDArray place =
            folded.get(
                NDArrayIndex.point(0),
                NDArrayIndex.point(row / 2),
                NDArrayIndex.point(column / 2),
                NDArrayIndex.all());
        int corner = row % 2 * 8 + column % 2 * 2;
        int chroma = row % 2 * 2 + column % 2;
        double[] values = {
          place.getDouble(corner),
          place.getDouble(corner + 1),
          place.getDouble(corner + 4),
          place.getDouble(corner + 5),
          place.getDouble(16 + chroma),
          place.getDouble(20 + chroma)
        };
        for (int c = 0; c < 6; c++) {
          head.putScalar(new int[] {0, row, column, c}, values[c]);
        }
      }
    }
    try (Tape tape = new Tape()) {
      INDArray back =
          PainterNetwork.toRgb(tape, tape.constant(head.castTo(folded.dataType()))).value();
      assertThat(back.dup('c').data().asFloat()).containsExactly(rgb, within(0.6f));
    }
  }
}
