/**
 * Reads a server's settings: a tree of records, whose defaults a YAML file, the environment and
 * flags change. Knows no setting by name.
 */
package dev.allaprima.live.config;
