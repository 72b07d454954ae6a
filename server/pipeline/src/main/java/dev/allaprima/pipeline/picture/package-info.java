/** The stage that writes a photo: a painted frame becomes a PNG or a JPEG. */
package dev.allaprima.pipeline.picture;
