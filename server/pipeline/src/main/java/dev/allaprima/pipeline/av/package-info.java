/** What the stages that use FFmpeg's libraries share: error texts, paths and plane copies. */
package dev.allaprima.pipeline.av;
