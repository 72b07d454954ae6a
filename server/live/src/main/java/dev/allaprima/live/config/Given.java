package dev.allaprima.live.config;

/**
 * One value that somebody gave as text.
 *
 * @param path of the setting, such as {@code http.port}
 * @param text empty for none, where the setting may have none
 * @param origin where it was given, for people: {@code --port}
 */
public record Given(String path, String text, String origin) {}
