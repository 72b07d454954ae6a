/** The command {@code allaprima}: {@code serve}, and the pipeline's commands beside it. */
package dev.allaprima.live.app;
