package dev.allaprima.training.ui;

import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loop.TrainingListener;
import dev.allaprima.training.loop.TrainingListenerProvider;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/**
 * Shows a training on deeplearning4j-ui's page: the loss, the rate, the speed. The page is made for
 * DL4J's networks; a training that is none of them reports in their terms.
 */
public final class TrainingPage implements TrainingListenerProvider {

  @Override
  public TrainingListener open(TrainingConfig config, StyleNetwork network, PrintWriter out) {
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    UIServer server = UIServer.getInstance();
    server.attach(storage);
    out.printf("The training's page: %s/train/overview%n", server.getAddress());
    out.flush();
    return new Reports(config, network, storage, server);
  }

  private static final class Reports implements TrainingListener {
    private static final String WORKER = "trainer";

    private final TrainingConfig config;
    private final StyleNetwork network;
    private final InMemoryStatsStorage storage;
    private final UIServer server;
    private final String session;
    private final long began = System.currentTimeMillis();
    private long steps;

    Reports(
        TrainingConfig config,
        StyleNetwork network,
        InMemoryStatsStorage storage,
        UIServer server) {
      this.config = config;
      this.network = network;
      this.storage = storage;
      this.server = server;
      this.session = config.name();
      storage.putStaticInfo(introduction());
    }

    private SbeStatsInitializationReport introduction() {
      Runtime runtime = Runtime.getRuntime();
      SbeStatsInitializationReport report = new SbeStatsInitializationReport();
      report.reportIDs(session, StatsListener.TYPE_ID, WORKER, began);
      report.reportSoftwareInfo(
          System.getProperty("os.arch"),
          System.getProperty("os.name"),
          System.getProperty("java.vm.name"),
          System.getProperty("java.version"),
          System.getProperty("java.specification.version"),
          "nd4j-native",
          "FLOAT",
          "localhost",
          WORKER,
          Map.of());
      report.reportHardwareInfo(
          runtime.availableProcessors(),
          0,
          runtime.maxMemory(),
          0,
          new long[0],
          new String[0],
          WORKER);
      report.reportModelInfo(
          network.config().kind(),
          shape(),
          network.weights().names().toArray(String[]::new),
          network.weights().names().size(),
          network.weights().vector().length());
      return report;
    }

    /** The page reads a configuration of DL4J's and shows nothing without one. */
    private static String shape() {
      return new NeuralNetConfiguration.Builder()
          .list()
          .layer(new DenseLayer.Builder().nIn(1).nOut(1).build())
          .build()
          .toJson();
    }

    @Override
    public void stepped(Step step) {
      steps++;
      Runtime runtime = Runtime.getRuntime();
      SbeStatsReport report = new SbeStatsReport();
      report.reportIDs(session, StatsListener.TYPE_ID, WORKER, System.currentTimeMillis());
      report.reportIterationCount(step.number());
      report.reportScore(step.losses().total());
      report.reportLearningRates(Map.of("all", step.learningRate()));
      report.reportMemoryUse(
          runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(), 0, 0, null, null);
      report.reportPerformance(
          System.currentTimeMillis() - began,
          steps * config.data().batch(),
          steps,
          config.data().batch() / step.seconds(),
          1 / step.seconds());
      storage.putUpdate(report);
    }

    @Override
    public void close() {
      server.detach(storage);
    }
  }
}
