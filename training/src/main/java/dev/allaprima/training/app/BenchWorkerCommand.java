package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.gatys.Gatys;
import dev.allaprima.training.gatys.GatysConfig;
import dev.allaprima.training.gatys.LossWeights;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.Leaves;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Pool;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * One case's iterations on ND4J, in a process of their own so that the peak of the memory is
 * theirs. Speaks over the standard streams as {@code torch_peer.py} does. Weights and pictures are
 * random: no time hangs on them.
 */
@Command(name = "bench-worker", hidden = true)
final class BenchWorkerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters private String name;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    BenchCase work = BenchCase.named(name);
    Nd4j.getRandom().setSeed(1);
    IntFunction<double[]> iterations = work.network() == null ? picture(work) : network(work);
    out.println("ready ND4J");
    out.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("end")) {
        out.println(Memory.peakMebibytes());
        out.flush();
        return 0;
      }
      for (double seconds : iterations.apply(Integer.parseInt(line.substring("run ".length())))) {
        out.println(seconds);
      }
      out.flush();
    }
    return 1;
  }

  /** What the trainer does in an iteration. */
  private static IntFunction<double[]> network(BenchCase work) {
    StyleNetwork network = work.network().fresh(work.styles(), 1);
    PerceptualLoss loss = new PerceptualLoss(lossNetwork(work.vgg()), work.loss());
    Aim aim = Aim.at(loss.target(List.of(new StyleTarget.Painting(noise(work.crop()), 1))));
    int side = work.crop() + 2 * work.context();
    INDArray seen = Nd4j.rand(DataType.FLOAT, work.batch(), side, side, 3).muli(255);
    var inside = NDArrayIndex.interval(work.context(), work.context() + work.crop());
    INDArray photos = seen.get(NDArrayIndex.all(), inside, inside, NDArrayIndex.all()).dup('c');
    int[] rows = IntStream.range(0, work.batch()).map(i -> i % work.styles()).toArray();
    INDArray style = network.inStyles(rows);
    Window window = new Window(work.context(), 0, 0);
    INDArray weights = network.weights().vector();
    AdamUpdater adam = new AdamUpdater(new Adam(1e-3));
    long count = weights.length();
    adam.setStateViewArray(
        Nd4j.zeros(DataType.FLOAT, 1, 2 * count), new long[] {1, count}, 'c', true);
    Pool pool = new Pool();
    int[] step = {0};
    return times(
        () -> {
          try (Tape tape = new Tape(pool)) {
            Leaves leaves = network.weights().leaves(tape);
            Var painted = network.paint(tape, leaves, seen, style, window);
            tape.backward(loss.of(tape, painted, photos, List.of(aim)).total());
            INDArray gradient = leaves.gradient().reshape(1, -1);
            adam.applyUpdater(gradient, step[0]++, 0);
            weights.subi(gradient.reshape(count));
            gradient.close();
          }
        });
  }

  private static IntFunction<double[]> times(Runnable step) {
    return count -> {
      double[] seconds = new double[count];
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        step.run();
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      return seconds;
    };
  }

  /** The steps of {@code allaprima paint} with Adam: one evaluation of loss and gradient each. */
  private static IntFunction<double[]> picture(BenchCase work) {
    PerceptualLoss.Weights w = work.loss();
    LossWeights loss =
        new LossWeights(
            w.content(),
            List.of(w.contentLayer()),
            w.style(),
            w.styleLayers(),
            w.scales(),
            w.variation(),
            w.normalisation());
    GatysConfig config =
        new GatysConfig(
            work.crop(),
            work.crop(),
            loss,
            GatysConfig.Method.ADAM,
            1,
            GatysConfig.Start.PHOTO,
            List.of(Integer.MAX_VALUE),
            work.crop(),
            1,
            false,
            1);
    Gatys gatys =
        new Gatys(
            lossNetwork(work.vgg()),
            config,
            noise(work.crop()),
            List.of(new StyleTarget.Painting(noise(work.crop()), 1)));
    return count -> {
      double[] seconds = new double[count];
      int[] done = {0};
      gatys.paint(
          step -> {
            seconds[done[0]++] = step.seconds();
            return done[0] < count;
          });
      return seconds;
    };
  }

  private static Picture noise(int side) {
    Random random = new Random(1);
    float[] rgb = new float[side * side * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = random.nextInt(256);
    }
    return new Picture(side, side, rgb);
  }

  private static LossNetwork lossNetwork(Vgg vgg) {
    Map<String, INDArray> weights = new HashMap<>();
    int in = 3;
    for (String layer : vgg.convolutions()) {
      int out = Math.min(512, 32 << Character.digit(layer.charAt(0), 10));
      INDArray kernel = Nd4j.randn(DataType.FLOAT, out, in, 3, 3).muli(Math.sqrt(2.0 / (9 * in)));
      weights.put("conv" + layer + ".weight", kernel);
      weights.put("conv" + layer + ".bias", Nd4j.zeros(DataType.FLOAT, out));
      in = out;
    }
    return new LossNetwork(vgg, weights, Pooling.MAX);
  }
}
