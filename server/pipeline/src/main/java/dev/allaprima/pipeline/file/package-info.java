/** Output files that appear whole or not at all. */
package dev.allaprima.pipeline.file;
