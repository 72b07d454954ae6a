package dev.allaprima.pipeline.stylize;

import static dev.allaprima.pipeline.testing.Pictures.noise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.FloatModels;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.global.onnxruntime;
import org.junit.jupiter.api.Test;

class PlacementTest {
  /** On a processor everything is left to it; what is named is what pictures pass through. */
  @Test
  void operatorsOnPicturesAreNamedAndThoseOnWeightsAreNot() {
    byte[] model = FloatModels.styles(new float[] {-1, 0.5f}, new float[] {255, 64});
    DeviceMemory memory = new HostMemory();
    try (Env env = new Env(onnxruntime.ORT_LOGGING_LEVEL_FATAL, "test");
        BytePointer bytes = new BytePointer(model);
        SessionOptions options = new SessionOptions();
        FramePool pool = new FramePool("test", 2)) {
      Placement.watch(options);
      try (Session session = new Session(env, bytes, model.length, options);
          DirectBinding binding = new DirectBinding(session, memory, 2)) {
        Frame source = noise(pool.take(64, 64, 0), 1);
        Frame target = pool.take(64, 64, 0);
        binding.paint(source, target, StyleMix.only(0, 2));
        assertThat(Placement.leftToProcessor(session))
            .contains("Mul", "Add", "Cast")
            .doesNotContain("MatMul", "Reshape");
        source.release();
        target.release();
      }
    }
    memory.close();
  }
}
