package dev.allaprima.pipeline.app;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Style;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code allaprima styles}: lists the catalogue. */
@Command(
    name = "styles",
    description = "Lists the styles; a folder that fails to be one is named on the error output.")
public final class StylesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;
  @Mixin private StylesOption styles;

  @Override
  public Integer call() {
    Catalogue catalogue = styles.catalogue();
    Catalogue.Listing listing = catalogue.list();
    PrintWriter out = spec.commandLine().getOut();
    int width = listing.styles().stream().mapToInt(s -> s.name().length()).max().orElse(0);
    for (Style style : listing.styles()) {
      String artist = style.card().artist();
      String by = artist.isEmpty() ? "" : ", " + artist;
      out.println(pad(style.name(), width + 2) + style.card().title() + by);
    }
    if (listing.styles().isEmpty()) {
      out.println(catalogue.root() + " has no styles yet.");
    }
    listing.faults().forEach(line -> spec.commandLine().getErr().println("allaprima: " + line));
    return listing.faults().isEmpty() ? 0 : 1;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
