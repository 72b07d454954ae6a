/**
 * Frames in, painted frames out: the library, on one page.
 *
 * <p><b>A file.</b> Every frame is painted; sound, subtitles and times stay as they were. Work that
 * was broken off, even by a killed process, is gone on from when the same job is run again.
 *
 * <pre>{@code
 * Style style = Catalogue.at(styles).style("starry-night");
 * Device device = Device.select("auto", 0);
 * Target target = Target.of(output, true, VideoCodec.H264, 20);
 * FileStylizer.Job job = FileStylizer.Job.of(input, target, style);
 * FileStylizer.Result result =
 *     FileStylizer.run(job, device, (frames, expected) -> show(frames, expected));
 * }</pre>
 *
 * <p>Jobs that run at once share the device when they are given one {@link
 * dev.allaprima.pipeline.stylize.Engine}: it takes a frame of each in turn.
 *
 * <p><b>Frames of one's own.</b> A frame is three planes of bytes off heap, I420 in BT.601, limited
 * range; it comes from a pool and is released when it is done with, as the page of {@link
 * dev.allaprima.pipeline.frame} says. Its time is nanoseconds from the start of its stream.
 *
 * <pre>{@code
 * try (FramePool pool = new FramePool("mine", 4);
 *     Stylizer stylizer = Stylizer.open(style, device)) {
 *   Frame source = pool.take(640, 360, 0);
 *   fill(source.y(), source.u(), source.v());
 *   Frame painted = pool.take(640, 360, 0);
 *   stylizer.paint(source, painted);
 *   use(painted.y(), painted.u(), painted.v());
 *   painted.release();
 *   source.release();
 * }
 * }</pre>
 *
 * <p><b>Controls.</b> A {@link dev.allaprima.pipeline.compose.Composer} stands on both sides of the
 * painter of one stream. It mixes the styles of a network and fades from mix to mix, blends with
 * the source, keeps the source's colours, paints smaller, holds flicker down, and lays a picture
 * over. Another thread may give it other {@link dev.allaprima.pipeline.compose.Controls} at any
 * time; they hold from the next frame on.
 *
 * <pre>{@code
 * Controls controls = Controls.of(StyleMix.only(style)).withStrength(0.8).withSteadiness(0.5);
 * try (Composer composer = new Composer(controls)) {
 *   Frame shown = composer.paint(source, pool, stylizer::paint);
 *   use(shown.y(), shown.u(), shown.v());
 *   shown.release();
 *   composer.set(controls.withOriginalColours(true));
 * }
 * }</pre>
 *
 * <p><b>Errors.</b> What a user can put right is a {@link dev.allaprima.models.Fault} whose message
 * is one line: the thing, the value, the remedy. Nothing is left behind by work that failed, but
 * for the finished part of a file job.
 *
 * <p><b>The packages</b> are the stages, in the order of a frame's way: {@code decode}, {@code
 * stylize}, {@code compose}, {@code encode} or {@code picture}; {@code frame} is what travels. The
 * stages do not know each other; the classes here wire them.
 */
package dev.allaprima.pipeline;
