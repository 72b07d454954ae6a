package dev.allaprima.pipeline.testing;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;

/** A sky with a sun over hills. */
public final class DrawnScene {
  private DrawnScene() {}

  /** Draws the upper left part, as much as the frame shows, of a scene of that size in pixels. */
  public static Frame onto(Frame frame, int sceneWidth, int sceneHeight) {
    int chromaWidth = (sceneWidth + 1) / 2;
    int chromaHeight = (sceneHeight + 1) / 2;
    Plane luma = new Plane(frame.y(), frame.width(), frame.height(), sceneWidth, sceneHeight);
    luma.draw(200, 235, 70, 40);
    int width = frame.chromaWidth();
    int height = frame.chromaHeight();
    new Plane(frame.u(), width, height, chromaWidth, chromaHeight).draw(160, 60, 110, 90);
    new Plane(frame.v(), width, height, chromaWidth, chromaHeight).draw(100, 150, 115, 125);
    return frame;
  }

  private record Plane(ByteBuffer samples, int width, int height, int sceneWidth, int sceneHeight) {
    void draw(int sky, int sun, int near, int far) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          double x = (double) column / sceneWidth;
          double y = (double) row / sceneHeight;
          double value = sky - 40 * y;
          if (Math.hypot((x - 0.7) * 1.35, y - 0.25) < 0.12) {
            value = sun;
          } else if (y > 0.65 + 0.1 * Math.sin(9 * x)) {
            value = near + 20 * Math.sin(60 * x) * Math.cos(45 * y);
          } else if (y > 0.5 + 0.12 * Math.cos(6 * x + 1)) {
            value = far;
          }
          samples.put((byte) Math.max(16, Math.min(235, Math.round(value))));
        }
      }
    }
  }
}
