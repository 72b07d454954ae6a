package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Network;
import dev.allaprima.models.Style;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.NearestStyle;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima teach}: one more style for a network of the catalogue, in minutes. */
@Command(
    name = "teach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Teaches a network of the catalogue one more style: only the scales and shifts of the new",
      "style are learnt, the styles that it knows stay as they are."
    })
final class TeachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StyleOptions style;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      defaultValue = "gallery",
      description = "The network in the catalogue. Default: ${DEFAULT-VALUE}.")
  private String networkName;

  @Option(
      names = "--like",
      paramLabel = "STYLE",
      description = "The style of the network to begin with. Default: the nearest.")
  private String like;

  @Mixin private HyperOptions hyper;

  @Mixin private PublishOptions publish;

  @Mixin private UiOption ui;

  @Mixin private RunOptions run;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (!style.given() || style.name() == null) {
      throw Fault.of(INVALID, "no style is named", "Give --style PAINTING --name NAME");
    }
    List<Style> known = known();
    Network network = known.get(0).network();
    TrainingConfig learnt = Published.config(network);
    TrainingConfig config =
        hyper.over(Defaults.teaching(learnt)).with(style.name(), List.of(style.style()));
    if (!config.network().equals(learnt.network())) {
      throw Fault.of(
          INVALID,
          "the network.* given is "
              + config.network()
              + ", but "
              + networkName
              + " is "
              + learnt.network(),
          "Only a network that is trained anew can be of another size");
    }
    publish.check(config);
    RunFolder folder = run.folder("teach", style.name());
    if (!run.resume()) {
      folder.requireFresh();
    }
    StyleNetwork painter = Published.network(network);
    Material material = Material.of(config);
    int first = first(known, painter, material, config);
    out.printf(
        "Teaching %s, which knows %d styles, %s; it begins as style %d%n",
        networkName, painter.styles(), style.name(), first);
    StyleNetwork student = painter.config().with(painter.weights().withStyleLike(first));
    new TrainingRun(config, material, publish, folder, out)
        .run(student, networkName, run.resume(), ui.listeners(config, student, out));
    return 0;
  }

  /** The catalogue's styles of the network. */
  private List<Style> known() {
    List<Style> known =
        Catalogue.at(publish.catalogue()).list().styles().stream()
            .filter(one -> networkName.equals(one.card().network()))
            .toList();
    if (known.isEmpty()) {
      throw Fault.of(
          NOT_FOUND,
          "no style in " + publish.catalogue() + " is of a network \"" + networkName + "\"",
          "Name one with --network, or train a gallery first (allaprima train --config)");
    }
    return known;
  }

  private int first(
      List<Style> known, StyleNetwork painter, Material material, TrainingConfig config) {
    if (like == null) {
      return NearestStyle.of(
          painter, material.loss(), material.targets().get(0), material.photos(), config.seed());
    }
    return known.stream()
        .filter(one -> one.name().equals(like))
        .findFirst()
        .orElseThrow(
            () ->
                Fault.of(
                    NOT_FOUND,
                    "network " + networkName + " has no style \"" + like + "\"",
                    "It has: " + String.join(", ", known.stream().map(Style::name).toList())))
        .card()
        .index();
  }
}
