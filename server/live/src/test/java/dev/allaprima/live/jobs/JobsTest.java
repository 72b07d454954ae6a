package dev.allaprima.live.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.jobs.Job.State;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs and their folder: kept, gone on with, removed. */
class JobsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int ENOUGH = 1_000_000;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int PIXELS = WIDTH * HEIGHT;

  /** More than a chunk of what is kept, and than half of another. */
  private static final int FRAMES = 400;

  @TempDir static Path clips;
  private static Path clip;
  private static Path small;

  @TempDir Path styles;
  @TempDir Path folder;
  private final Gate gate = new Gate();
  private Engine engine;
  private Jobs jobs;

  @BeforeAll
  static void film() {
    clip = Clips.make(clips, "clip.mp4", WIDTH, HEIGHT, FRAMES, true, Clips.AAC);
    small = Clips.make(clips, "small.mp4", WIDTH, HEIGHT, 3, false);
  }

  @BeforeEach
  void start() {
    TestModels.publish(styles, "negative", TestModels.negative());
    engine = Engine.start(Device.select("cpu", 1));
    open(JobSettings.defaults());
  }

  private void open(JobSettings settings) {
    jobs = Jobs.open(folder, settings, Catalogue.at(styles), engine, PIXELS);
  }

  private void quota(long bytes) {
    jobs.close();
    open(new JobSettings(bytes, bytes, 1));
  }

  @AfterEach
  void stop() {
    gate.open(ENOUGH);
    jobs.close();
    engine.close();
  }

  private static Order order(String name) {
    return new Order(name, Map.of("negative", 1.0), 1, false, 1, 0, false);
  }

  private String upload(Path file) throws IOException {
    try (Upload upload = jobs.upload(order("a.mp4"), Files.size(file))) {
      upload.received((int) Files.size(file));
      Files.copy(file, upload.file());
      return upload.queue().id();
    }
  }

  private Job over(String id) {
    return await().atMost(LONG).until(() -> jobs.get(id), job -> job.state().isLast());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void brokenOffWorkIsGoneOnWith() throws Exception {
    engine.add(gate);
    String id = upload(clip);
    String waiting = upload(small);
    Path chunk = folder.resolve(id).resolve(".result.mp4.allaprima").resolve("chunk-000000");
    await()
        .atMost(LONG)
        .until(
            () -> {
              gate.open(20);
              return jobs.get(id).progress() > 0.6 && Files.exists(chunk);
            });
    assertThat(jobs.get(id).state()).isEqualTo(State.PAINTING);
    assertThat(jobs.get(id).secondsLeft()).isPositive();
    assertThat(jobs.get(waiting).state()).isEqualTo(State.WAITING);
    Thread closer = new Thread(jobs::close);
    closer.start();
    // It has told the job to stop, and waits for the picture that is being painted, if one is.
    await()
        .atMost(LONG)
        .until(() -> closer.getState() == Thread.State.TIMED_WAITING || !closer.isAlive());
    engine.remove(gate);
    gate.open(ENOUGH);
    closer.join();
    assertThat(chunk).exists();

    open(JobSettings.defaults());
    Job over = over(id);
    assertThat(over.state()).as(over.reason()).isEqualTo(State.FINISHED);
    List<byte[]> frames = Clips.frames(over.result(), WIDTH, HEIGHT);
    assertThat(frames).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(Clips.numberOfNegative(frames.get(i), WIDTH, HEIGHT)).isEqualTo(i % 256);
    }
    assertThat(over(waiting).state()).isEqualTo(State.FINISHED);
    assertThat(jobs.all()).extracting(Job::id).containsExactly(waiting, id);
    // Nothing but the result is kept.
    try (Stream<Path> kept = Files.list(folder.resolve(id))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("job.json", "result.mp4");
    }
  }

  @Test
  void resultWhoseNoteWasLostIsFinished() throws IOException {
    String id = upload(small);
    Job over = over(id);
    jobs.close();
    Path note = folder.resolve(id).resolve("job.json");
    Files.writeString(
        note,
        Files.readString(note)
            .replace("finished", "waiting")
            .replaceAll("\"20[^\"]*Z\",\\s*\"state", "null,\"state"));
    Files.writeString(folder.resolve(id).resolve(".result.mp4.1.x.part"), "left");
    long written = Files.getLastModifiedTime(over.result()).toMillis();
    open(JobSettings.defaults());
    assertThat(jobs.get(id).state()).isEqualTo(State.FINISHED);
    assertThat(Files.getLastModifiedTime(over.result()).toMillis()).isEqualTo(written);
    assertThat(folder.resolve(id).resolve(".result.mp4.1.x.part")).doesNotExist();
  }

  @Test
  void unfinishedUploadIsForgottenAndOthersFilesAreLeftAlone() throws IOException {
    jobs.close();
    Path upload = Files.createDirectory(folder.resolve("0123456789abcdef"));
    Files.writeString(upload.resolve("input"), "half");
    Path foreign = Files.createDirectory(folder.resolve("holiday"));
    Files.writeString(foreign.resolve("photo.jpg"), "dear");
    Path broken = Files.createDirectory(folder.resolve("fedcba9876543210"));
    Files.writeString(broken.resolve("job.json"), "{");
    open(JobSettings.defaults());
    assertThat(jobs.all()).isEmpty();
    assertThat(upload).doesNotExist();
    assertThat(foreign.resolve("photo.jpg")).exists();
    assertThat(broken.resolve("job.json")).exists();
  }

  @Test
  void folderIsOneServers() {
    assertThatThrownBy(() -> Jobs.open(folder, JobSettings.defaults(), null, engine, PIXELS))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("another server");
  }

  @Test
  void workIsCalledOff() throws IOException {
    engine.add(gate);
    String id = upload(clip);
    String waiting = upload(small);
    await().atMost(LONG).until(() -> jobs.get(id).state() == State.PAINTING);
    assertThat(jobs.cancel(waiting).state()).isEqualTo(State.CANCELLED);
    assertThat(jobs.cancel(id).state()).isEqualTo(State.CANCELLED);
    gate.open(ENOUGH);
    await()
        .atMost(LONG)
        .until(() -> Files.exists(folder.resolve(id).resolve("input")), exists -> !exists);
    assertThat(jobs.get(id).result()).isNull();
    assertThat(jobs.get(id).reason()).isNull();
    // The painter is free for the next one.
    assertThat(over(upload(small)).state()).isEqualTo(State.FINISHED);
  }

  @Test
  void jobIsDeletedWhileItIsPainted() throws IOException {
    engine.add(gate);
    String id = upload(clip);
    await().atMost(LONG).until(() -> jobs.get(id).state() == State.PAINTING);
    jobs.delete(id);
    assertThatThrownBy(() -> jobs.get(id)).isInstanceOf(Fault.class);
    gate.open(ENOUGH);
    await().atMost(LONG).until(() -> files().isEmpty());
  }

  @Test
  void oldestResultMakesRoomAndNothingElseDoes() throws IOException {
    String first = upload(small);
    over(first);
    String second = upload(small);
    long kept = over(second).bytes();
    quota(2 * kept + Files.size(small));
    engine.add(gate);
    String third = upload(small);
    String fourth = upload(small);
    assertThatThrownBy(() -> jobs.get(first)).isInstanceOf(Fault.class);
    assertThat(folder.resolve(first)).doesNotExist();
    assertThatThrownBy(
            () -> {
              upload(small);
              upload(small);
              upload(small);
            })
        .isInstanceOf(JobRefusal.class)
        .hasMessageContaining("full")
        .extracting(e -> ((JobRefusal) e).reason())
        .isEqualTo(JobRefusal.Reason.ROOM);
    assertThat(jobs.get(third).state().isLast()).isFalse();
    assertThat(jobs.get(fourth).state().isLast()).isFalse();
  }

  @Test
  void uploadThatGrowsBeyondItsSizeIsRefused() throws IOException {
    quota(1000);
    try (Upload upload = jobs.upload(order("a.mp4"), -1)) {
      upload.received(900);
      assertThatThrownBy(() -> upload.received(101))
          .isInstanceOf(JobRefusal.class)
          .hasMessageContaining("1000 bytes")
          .extracting(e -> ((JobRefusal) e).reason())
          .isEqualTo(JobRefusal.Reason.SIZE);
      // What is on its way in counts.
      assertThatThrownBy(() -> jobs.upload(order("b.mp4"), 200)).isInstanceOf(JobRefusal.class);
    }
    assertThat(files()).isEmpty();
    jobs.upload(order("b.mp4"), 200).close();
  }

  @Test
  void largePictureIsPaintedSmallerAndTooLargeOnesAreRefused() throws IOException {
    Path large = Clips.make(folder, "large.mp4", 2 * WIDTH, 2 * HEIGHT, 2, false);
    Job over = over(upload(large));
    assertThat(over.state()).as(over.reason()).isEqualTo(State.FINISHED);
    assertThat(over.notes()).anyMatch(note -> note.contains("0.50"));
    assertThat(Probe.of(over.result()).stream("video", "width")).isEqualTo("" + 2 * WIDTH);

    Path larger = Clips.make(folder, "larger.mp4", 5 * WIDTH, 4 * HEIGHT, 2, false);
    assertRefused(larger, "320x192");
    assertRefused(hugePng(), "a.mp4");
  }

  private void assertRefused(Path file, String words) {
    assertThatThrownBy(() -> upload(file))
        .isInstanceOf(JobRefusal.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining(folder.toString())
        .extracting(e -> ((JobRefusal) e).reason())
        .isEqualTo(JobRefusal.Reason.CONTENT);
  }

  /** A PNG of a few bytes that says it is 15000 pixels wide and high. */
  private Path hugePng() throws IOException {
    Programs.ffmpeg(clips, "-y", "-i", "small.mp4", "-frames:v", "1", "huge.png");
    byte[] png = Files.readAllBytes(clips.resolve("huge.png"));
    ByteBuffer bytes = ByteBuffer.wrap(png);
    // Behind the signature: length, "IHDR", width, height, five bytes, and a sum over all but
    // length.
    bytes.putInt(16, 15000).putInt(20, 15000);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    bytes.putInt(29, (int) sum.getValue());
    return Files.write(folder.resolve("huge.png"), png);
  }

  @Test
  void damageIsAFailureUnlessSalvageIsAskedFor() throws IOException {
    Path damaged = folder.resolve("damaged.mkv");
    Programs.ffmpeg(clips, "-y", "-i", "clip.mp4", "-c", "copy", damaged.toString());
    byte[] bytes = Files.readAllBytes(damaged);
    Files.write(damaged, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
    Job over = over(upload(damaged));
    assertThat(over.state()).isEqualTo(State.FAILED);
    assertThat(over.reason())
        .contains("a.mp4")
        .contains("salvage=true")
        .doesNotContain(folder.toString());
    Order salvage = new Order("a.mkv", Map.of("negative", 1.0), 1, false, 1, 0, true);
    try (Upload upload = jobs.upload(salvage, Files.size(damaged))) {
      Files.copy(damaged, upload.file());
      Job saved = over(upload.queue().id());
      assertThat(saved.state()).as(saved.reason()).isEqualTo(State.FINISHED);
      assertThat(saved.notes()).isNotEmpty();
    }
  }

  @Test
  void styleThatBreaksMeanwhileIsSaidWithoutItsPlace() throws IOException {
    TestModels.publish(styles, "dilate", TestModels.dilate());
    engine.add(gate);
    upload(small);
    Order dilate = new Order("b.mp4", Map.of("dilate", 1.0), 1, false, 1, 0, false);
    String id;
    try (Upload upload = jobs.upload(dilate, Files.size(small))) {
      Files.copy(small, upload.file());
      id = upload.queue().id();
    }
    try (Stream<Path> files = Files.walk(styles.resolve("dilate"))) {
      for (Path model : files.filter(file -> file.toString().endsWith(".onnx")).toList()) {
        Files.writeString(model, "broken");
      }
    }
    gate.open(ENOUGH);
    Job over = over(id);
    assertThat(over.state()).isEqualTo(State.FAILED);
    assertThat(over.reason()).contains("dilate").doesNotContain(styles.toString());
  }
}
