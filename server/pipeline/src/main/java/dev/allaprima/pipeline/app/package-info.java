/** The commands that need no server: {@code stylize}, {@code styles} and {@code bench}. */
package dev.allaprima.pipeline.app;
