/** Output files that appear whole or not at all, and unfinished work that outlives its process. */
package dev.allaprima.pipeline.file;
