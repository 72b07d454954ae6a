package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PaintCommandTest {
  @TempDir Path folder;
  private Path photo;
  private Path painting;
  private Path weights;
  private String out;
  private String err;

  @BeforeEach
  void draw() throws IOException {
    photo = folder.resolve("photo.png");
    painting = folder.resolve("painting.png");
    Drawn.picture(96, 60, 1).writePng(photo);
    Drawn.picture(64, 64, 2).writePng(painting);
    weights = Drawn.npz(folder.resolve("vgg.npz"), Drawn.vggWeights());
  }

  /** The command with what every test here says, unless it says otherwise. */
  private List<String> arguments(String... some) {
    List<String> arguments = new ArrayList<>(List.of("paint", "--weights=" + weights));
    for (String usual : List.of("--size=72", "--coarsest=32", "--steps=6,4", "--save-every=1")) {
      String option = usual.substring(0, usual.indexOf('=') + 1);
      if (Arrays.stream(some).noneMatch(said -> said.startsWith(option))) {
        arguments.add(usual);
      }
    }
    arguments.addAll(List.of(some));
    return arguments;
  }

  private int run(String... some) {
    StringWriter outs = new StringWriter();
    StringWriter errs = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(outs, true)).setErr(new PrintWriter(errs, true));
    int code = command.execute(arguments(some).toArray(String[]::new));
    out = outs.toString();
    err = errs.toString();
    return code;
  }

  private String output(String name) {
    return folder.resolve(name).toString();
  }

  private void fails(String text, String... some) {
    assertThat(run(some)).as(err).isEqualTo(1);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("allaprima: ").contains(text);
  }

  @Test
  void paintsWithStepsAndCurve() {
    assertThat(
            run(
                photo.toString(),
                painting.toString(),
                painting.toString(),
                "--share=2,1",
                "--every=5",
                "--plot=" + output("loss.png"),
                "-o",
                output("out.png")))
        .as(() -> err)
        .isZero();
    Picture painted = Picture.read(folder.resolve("out.png"));
    assertThat(painted.width()).isEqualTo(72);
    assertThat(painted.height()).isEqualTo(45);
    assertThat(out).contains("36x23 in 6 steps, then 72x45 in 4 steps");
    assertThat(folder.resolve("out-steps/00005.png")).isRegularFile();
    assertThat(Picture.read(folder.resolve("out-steps/00010.png")).rgb()).isEqualTo(painted.rgb());
    assertThat(Picture.read(folder.resolve("loss.png")).width()).isGreaterThan(500);
    assertThat(folder.resolve("out.png.state")).doesNotExist();
  }

  @Test
  void everyVariantPaints() {
    assertThat(run(painting.toString(), "--texture", "-o", output("t.png"))).as(() -> err).isZero();
    assertThat(Picture.read(folder.resolve("t.png")).height()).isEqualTo(72);
    assertThat(
            run(
                photo.toString(),
                "--content-only",
                "--content-layers=relu1_2",
                "--start=noise",
                "-o",
                output("c.jpg")))
        .as(() -> err)
        .isZero();
    assertThat(folder.resolve("c.jpg")).isRegularFile();
    assertThat(
            run(
                photo.toString(),
                painting.toString(),
                "--original-colours",
                "--optimiser=adam",
                "--normalisation=gatys",
                "--style-layers=relu1_1=2,relu2_1",
                "--scales=1",
                "--pooling=average",
                "-o",
                output("o.png")))
        .as(() -> err)
        .isZero();
  }

  @Test
  void badInputIsOneLine() throws IOException {
    String p = photo.toString();
    String a = painting.toString();
    String o = output("out.png");
    fails("is not there", folder + "/none.jpg", a, "-o", o);
    fails("is not there", p, folder + "/none.jpg", "-o", o);
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
    fails("text.jpg", p, text.toString(), "-o", o);
    fails("no painting", p, "-o", o);
    fails("--content-only", p, a, "--content-only", "-o", o);
    fails("--content-only", p, "--content-only", "--texture", "-o", o);
    fails("relu4_1", p, a, "--style-layers=relu4_1", "-o", o);
    fails("relu9_9", p, a, "--content-layers=relu9_9", "-o", o);
    fails("nonsense", p, a, "--content-layers=nonsense", "-o", o);
    fails("--share has 1 numbers for 2", p, a, a, "--share=1", "-o", o);
    fails("--share is 0", p, a, a, "--share=1,0", "-o", o);
    fails("folder of", p, a, "-o", folder + "/none/out.png");
    fails("folder of", p, a, "--plot", folder + "/none/plot.png", "-o", o);
    fails(".png or .jpg", p, a, "-o", output("out.gif"));
    fails("--size is 5", p, a, "--size=5", "-o", o);
    fails("Give --size", p, a, "--size=100000", "-o", o);
    fails("--steps", p, a, "--steps=0", "-o", o);
    fails("--style-layers", p, a, "--style-layers=relu1_1=-1", "-o", o);
    fails("no state", p, a, "--resume", "-o", o);
    fails("--start", a, "--texture", "--start=photo", "-o", o);
    assertThat(folder.resolve("out.png")).doesNotExist();
    Files.writeString(folder.resolve("out.png"), "mine");
    fails("--overwrite", p, a, "-o", o);
    assertThat(folder.resolve("out.png")).hasContent("mine");
    assertThat(run(p, a, "--overwrite", "-o", o)).as(() -> err).isZero();
  }

  @Test
  void aStateThatCannotBeWrittenIsOneLine() throws IOException {
    Files.createDirectories(folder.resolve("out.png.state.part"));
    fails(
        "out.png.state cannot be written",
        photo.toString(),
        painting.toString(),
        "-o",
        output("out.png"));
  }

  @Test
  void killedAndResumedItIsThePictureOfAnUndisturbedRun() throws Exception {
    String[] all = {photo.toString(), painting.toString(), "--steps=120,2", "--start=noise"};
    String whole = output("whole.png");
    String killed = output("killed.png");
    assertThat(run(with(all, "-o", whole))).as(() -> err).isZero();

    Process child = start(with(all, "-o", killed));
    awaitLine(child, "25/122 ");
    child.destroyForcibly().waitFor();
    assertThat(folder.resolve("killed.png")).doesNotExist();
    fails("was begun", with(all, "-o", killed));
    fails("another painting", with(all, "-o", killed, "--resume", "--seed=2"));

    Process told = start(with(all, "-o", killed, "--resume", "--save-every=1000"));
    awaitLine(told, "50/122 ");
    told.toHandle().destroy();
    String stopped = awaitLine(told, "Stopped after step ");
    told.waitFor();
    assertThat(folder.resolve("killed.png")).doesNotExist();

    assertThat(run(with(all, "-o", killed, "--resume"))).as(() -> err).isZero();
    int step = Integer.parseInt(stopped.replaceAll("\\D", ""));
    assertThat(step).isGreaterThanOrEqualTo(50);
    assertThat(out).contains("Going on after step " + step + " ");
    assertThat(Files.readAllBytes(Path.of(killed))).isEqualTo(Files.readAllBytes(Path.of(whole)));
  }

  private static String awaitLine(Process process, String start) throws IOException {
    String line = process.inputReader().readLine();
    while (line != null && !line.startsWith(start)) {
      line = process.inputReader().readLine();
    }
    assertThat(line).as("a line that starts with \"%s\"", start).isNotNull();
    return line;
  }

  private static String[] with(String[] all, String... more) {
    List<String> list = new ArrayList<>(List.of(all));
    list.addAll(List.of(more));
    return list.toArray(String[]::new);
  }

  private Process start(String... some) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.maxbytes=2G",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments(some));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
