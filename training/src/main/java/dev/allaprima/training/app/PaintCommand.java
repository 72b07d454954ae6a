package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.gatys.Gatys;
import dev.allaprima.training.gatys.GatysConfig;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.StyleTarget.Painting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allaprima paint}: one picture by optimisation, without training. */
@Command(
    name = "paint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Paints a photo in the manner of paintings by optimising its pixels (Gatys et al. 2015):"
            + " minutes for a picture, no training.")
final class PaintCommand implements Callable<Integer> {
  private static final int SIDE = 512;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PHOTO PAINTING",
      description =
          "The photo, then the paintings: JPEG or PNG. With --texture only paintings, with"
              + " --content-only only the photo.")
  private List<Path> pictures;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The picture to write: .png or .jpg.")
  private Path output;

  @Option(names = "--overwrite", description = "OUT may be replaced, and a begun one forgotten.")
  private boolean overwrite;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Longer side of the picture. Default: the photo's, at most " + SIDE + ".")
  private Integer size;

  @Option(
      names = "--share",
      split = ",",
      paramLabel = "S",
      description = "What each painting gives, in their order, as in 2,1. Default: all the same.")
  private List<Double> shares;

  @Mixin private LossNetworkOption lossNetwork;

  @Mixin private PaintRecipe recipe;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "Write the picture after every N steps.")
  private int every;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where to: DIR/000N.png. Default: OUT with -steps instead of its ending.")
  private Path into;

  @Option(names = "--plot", paramLabel = "FILE", description = "Write the losses' curves, .png.")
  private Path plot;

  @Option(
      names = "--save-every",
      paramLabel = "N",
      defaultValue = "25",
      description = "Steps between states in OUT.state. Default: ${DEFAULT-VALUE}.")
  private int saveEvery;

  @Option(names = "--resume", description = "Go on from OUT.state as if never stopped.")
  private boolean resume;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path state = output.resolveSibling(output.getFileName() + ".state");
    PictureFile file = new PictureFile(output);
    checkFiles(state);
    Picture photo = recipe.texture() ? null : Picture.read(pictures.get(0));
    List<Painting> paintings = paintings();
    GatysConfig config = config(photo != null ? photo : paintings.get(0).picture());
    LossNetwork network = lossNetwork.load(recipe.pooling());
    try (Gatys gatys = new Gatys(network, config, photo, paintings)) {
      if (resume) {
        gatys.resume(state);
        out.printf("Going on after step %d of %s%n", gatys.history().size(), state);
      }
      out.printf("Painting %s with %s: %s%n", output, lossNetwork.label(), gatys.plan());
      out.flush();
      Path folder = every > 0 ? folder() : null;
      PaintProgress progress = new PaintProgress(gatys, out, state, saveEvery, folder, every, plot);
      if (!progress.run()) {
        return 1;
      }
      file.write(gatys.picture());
      delete(state);
      out.printf("Painted %s: %s%n", output, progress.summary());
      return 0;
    }
  }

  /** Everything that can be known to be wrong before the minutes. */
  private void checkFiles(Path state) {
    requireFolderOf(output);
    if (plot != null) {
      requireFolderOf(plot);
    }
    require(every >= 0, "--every", every, "Give 0 or more");
    require(saveEvery >= 1, "--save-every", saveEvery, "Give 1 or more");
    if (resume && !Files.exists(state)) {
      throw Fault.of(NOT_FOUND, "there is no state " + state, "Start without --resume");
    }
    if (!overwrite && !resume && Files.exists(state)) {
      throw Fault.of(
          CONFLICT,
          "a painting of " + output + " was begun",
          "Go on with --resume, or begin anew with --overwrite");
    }
    if (!overwrite && Files.exists(output)) {
      throw Fault.of(CONFLICT, output + " exists", "Give another name, or say --overwrite");
    }
    if (Files.isDirectory(output)) {
      throw Fault.of(CONFLICT, output + " is a folder", "Give another name");
    }
  }

  private static void requireFolderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw Fault.of(NOT_FOUND, "the folder of " + file + " is not there", "mkdir -p " + folder);
    }
  }

  private List<Painting> paintings() {
    List<Path> files = pictures.subList(recipe.texture() ? 0 : 1, pictures.size());
    if (recipe.contentOnly()) {
      require(files.isEmpty(), "--content-only", "given with paintings", "Give the photo alone");
    } else if (files.isEmpty()) {
      throw Fault.of(
          INVALID,
          "there is no painting beside " + pictures.get(0),
          "Give one or more after the photo, or say --content-only");
    }
    if (shares != null && shares.size() != files.size()) {
      throw Fault.of(
          INVALID,
          "--share has " + shares.size() + " numbers for " + files.size() + " paintings",
          "Give one for each, in their order");
    }
    List<Painting> paintings = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      double share = shares == null ? 1 : shares.get(i);
      require(share > 0 && share < 1e30, "--share", share, "Give numbers above 0");
      paintings.add(new Painting(Picture.read(files.get(i)), share));
    }
    return paintings;
  }

  private GatysConfig config(Picture shape) {
    int longer = size != null ? size : Math.min(SIDE, Math.max(shape.width(), shape.height()));
    require(longer >= 32 && longer <= 100_000, "--size", longer, "Give 32 to 100000");
    double factor = (double) longer / Math.max(shape.width(), shape.height());
    int width = (int) Math.max(1, Math.round(shape.width() * factor));
    int height = (int) Math.max(1, Math.round(shape.height() * factor));
    return recipe.config(width, height);
  }

  private Path folder() {
    Path folder =
        into != null
            ? into
            : output.resolveSibling(
                output.getFileName().toString().replaceFirst("\\.[^.]*$", "-steps"));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw RunFolder.unwritable(folder, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw RunFolder.unwritable(file, e);
    }
  }

  private static void require(boolean holds, String option, Object value, String remedy) {
    if (!holds) {
      throw Fault.of(INVALID, option + " is " + value, remedy);
    }
  }
}
