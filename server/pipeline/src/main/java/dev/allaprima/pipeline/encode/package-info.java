/** The stage that writes a video: painted frames become H.264, sound packets are copied. */
package dev.allaprima.pipeline.encode;
