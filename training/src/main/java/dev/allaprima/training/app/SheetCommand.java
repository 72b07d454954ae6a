package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Paintings;
import dev.allaprima.training.loop.TrainingConfig;
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

/** {@code allaprima sheet}: paintings, photos and photos painted, to be looked at. */
@Command(
    name = "sheet",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a contact sheet: the photos above, a row a style below, its painting first. Of a run",
      "(--run), or of published styles, whose paintings --config or --style names."
    })
final class SheetCommand implements Callable<Integer> {
  /** Pixels of a file whose columns are still wide enough to see strokes. */
  private static final int SIDE = 360;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PHOTO", description = "Photos to paint.")
  private List<Path> photos;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The sheet, .png or .jpg.")
  private Path output;

  @Option(
      names = "--side",
      defaultValue = "" + SIDE,
      description = "Shorter side of what is painted. Default: ${DEFAULT-VALUE}.")
  private int side;

  @Mixin private LearntStyles learnt;

  @Override
  public Integer call() {
    PictureFile file = new PictureFile(output);
    if (side < 16 || side > 2160) {
      throw Fault.of(INVALID, "--side is " + side, "Give 16 to 2160");
    }
    TrainingConfig config = learnt.read();
    List<Picture> originals =
        photos.stream().map(Picture::read).map(photo -> photo.withShortSide(side, 16)).toList();
    ContactSheet sheet = new ContactSheet(side);
    List<Picture> top = new ArrayList<>(originals);
    top.add(0, ContactSheet.NOTHING);
    sheet.row(top);
    for (int i = 0; i < config.styles().size(); i++) {
      List<Picture> row = new ArrayList<>();
      row.add(Paintings.of(config.styles().get(i), config.loss().scales()).get(0));
      row.addAll(learnt.paint(i, painter -> originals.stream().map(painter::paint).toList()));
      sheet.row(row);
    }
    file.write(sheet.picture());
    spec.commandLine().getOut().println("Written " + output);
    return 0;
  }
}
