package dev.allaprima.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages. */
@AnalyzeClasses(
    packages = "dev.allaprima.pipeline",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.allaprima.pipeline";

  /** What a stage may know besides its libraries: what travels, and helpers that know no stage. */
  private static final String[] BESIDES_STAGES = {
    "dev.allaprima.models..",
    ROOT + ".frame..",
    ROOT + ".av..",
    ROOT + ".file..",
    "java..",
    "org.bytedeco..",
    "org.slf4j.."
  };

  private static ArchRule stage(String name) {
    String[] allowed = java.util.Arrays.copyOf(BESIDES_STAGES, BESIDES_STAGES.length + 1);
    allowed[BESIDES_STAGES.length] = ROOT + "." + name + "..";
    return classes()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  @ArchTest static final ArchRule DECODE = stage("decode");
  @ArchTest static final ArchRule STYLIZE = stage("stylize");
  @ArchTest static final ArchRule COMPOSE = stage("compose");
  @ArchTest static final ArchRule ENCODE = stage("encode");
  @ArchTest static final ArchRule PICTURE = stage("picture");

  @ArchTest
  static final ArchRule FRAMES_KNOW_NOTHING =
      classes()
          .that()
          .resideInAPackage(ROOT + ".frame..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".frame..", "java..", "org.bytedeco.javacpp..");

  @ArchTest
  static final ArchRule HELPERS_KNOW_NO_STAGE =
      classes()
          .that()
          .resideInAnyPackage(ROOT + ".av..", ROOT + ".file..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.allaprima.models..",
              ROOT + ".av..",
              ROOT + ".file..",
              "java..",
              "com.fasterxml.jackson..",
              "org.bytedeco..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule ONLY_THE_APP_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".app..", "picocli..", "me.tongfei..");

  @ArchTest
  static final ArchRule NO_SOCKET =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "io.netty..", "com.linecorp..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();
}
