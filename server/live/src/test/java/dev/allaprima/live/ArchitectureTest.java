package dev.allaprima.live;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of this module. */
@AnalyzeClasses(packages = "dev.allaprima", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HTTP = "dev.allaprima.live.http..";
  private static final String WEBRTC = "dev.allaprima.live.webrtc..";
  private static final String STREAM = "dev.allaprima.live.stream..";
  private static final String BROADCAST = "dev.allaprima.live.broadcast..";
  private static final String JOBS = "dev.allaprima.live.jobs..";
  private static final String RTSP = "dev.allaprima.live.rtsp..";
  private static final String FEED = "dev.allaprima.live.feed..";
  private static final String RECORD = "dev.allaprima.live.record..";
  private static final String PULL = "dev.allaprima.live.pull..";
  private static final String APP = "dev.allaprima.live.app..";
  private static final String WIRING = "dev.allaprima.live";

  @ArchTest
  static final ArchRule httpKnowsNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WEBRTC, STREAM, WIRING);

  @ArchTest
  static final ArchRule webRtcKnowsNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage(WEBRTC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, STREAM, WIRING);

  @ArchTest
  static final ArchRule streamKnowsNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage(STREAM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, WIRING);

  @ArchTest
  static final ArchRule broadcastKnowsNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage(BROADCAST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, RTSP, STREAM, WIRING);

  @ArchTest
  static final ArchRule rtspKnowsOnlyWhatItFeeds =
      noClasses()
          .that()
          .resideInAPackage(RTSP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, BROADCAST, STREAM, WIRING);

  @ArchTest
  static final ArchRule pullKnowsOnlyWhatItFeeds =
      noClasses()
          .that()
          .resideInAPackage(PULL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, RTSP, BROADCAST, STREAM, WIRING);

  @ArchTest
  static final ArchRule feedKnowsNoProtocol =
      noClasses()
          .that()
          .resideInAPackage(FEED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, RTSP, BROADCAST, STREAM, WIRING);

  @ArchTest
  static final ArchRule accessKnowsNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage("dev.allaprima.live.access..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, STREAM, WIRING);

  @ArchTest
  static final ArchRule jobsKnowNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage(JOBS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, STREAM, BROADCAST, RECORD, WIRING);

  @ArchTest
  static final ArchRule recordKnowsTheQueueOfPacketsAndNoOtherStage =
      noClasses()
          .that()
          .resideInAPackage(RECORD)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, WEBRTC, STREAM, JOBS, WIRING);

  @ArchTest
  static final ArchRule nobodyKnowsTheApp =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(APP);

  @ArchTest
  static final ArchRule pipelineKnowsNothingOfLive =
      noClasses()
          .that()
          .resideInAnyPackage("dev.allaprima.pipeline..", "dev.allaprima.models..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.allaprima.live..");

  @ArchTest
  static final ArchRule libwebrtcStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(WEBRTC)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.onvoid..");

  @ArchTest
  static final ArchRule armeriaStaysInItsPackage =
      noClasses()
          .that()
          .resideInAPackage("dev.allaprima..")
          .and()
          .resideOutsideOfPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.linecorp..");

  @ArchTest
  static final ArchRule noFieldIsStaticAndMutable =
      com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("dev.allaprima.live..")
          .and()
          .areStatic()
          .should()
          .beFinal();
}
