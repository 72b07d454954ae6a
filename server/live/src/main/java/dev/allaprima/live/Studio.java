package dev.allaprima.live;

import dev.allaprima.live.stream.Admission;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Engine;
import java.util.concurrent.Executor;

/**
 * What the streams of a server share.
 *
 * @param onCard whether there is an NVIDIA card, which then encodes too
 * @param endings why streams were ended by the server
 * @param chores runs what must not keep the calling thread: the closing of publishers and streams
 */
record Studio(
    Engine engine,
    boolean onCard,
    Brushes brushes,
    Catalogue catalogue,
    Admission admission,
    Settings.Limits limits,
    Endings endings,
    Executor chores) {}
