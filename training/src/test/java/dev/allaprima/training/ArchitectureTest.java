package dev.allaprima.training;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.allaprima.training", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.allaprima.training.";

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tape")
          .definedBy(ROOT + "tape")
          .layer("data")
          .definedBy(ROOT + "data")
          .layer("network")
          .definedBy(ROOT + "network")
          .layer("loss")
          .definedBy(ROOT + "loss")
          .layer("export")
          .definedBy(ROOT + "export")
          .layer("plot")
          .definedBy(ROOT + "plot")
          .layer("gatys")
          .definedBy(ROOT + "gatys..")
          .layer("loop")
          .definedBy(ROOT + "loop")
          .layer("measure")
          .definedBy(ROOT + "measure")
          .layer("app")
          .definedBy(ROOT + "app")
          .whereLayer("tape")
          .mayOnlyBeAccessedByLayers("network", "loss", "gatys", "export", "loop", "measure", "app")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("network", "loss", "gatys", "export", "loop", "measure", "app")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("export", "loop", "app")
          .whereLayer("loss")
          .mayOnlyBeAccessedByLayers("gatys", "loop", "measure", "app")
          .whereLayer("plot")
          .mayOnlyBeAccessedByLayers("loop", "app")
          .whereLayer("gatys")
          .mayOnlyBeAccessedByLayers("loop", "measure", "app")
          .whereLayer("export")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("loop")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("measure")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer();
}
