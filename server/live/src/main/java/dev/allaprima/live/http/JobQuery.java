package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.linecorp.armeria.common.QueryParams;
import dev.allaprima.live.jobs.Order;
import dev.allaprima.models.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a job's address; what is wrong is said by name, value and range. */
final class JobQuery {
  private static final String NAME = "name";
  private static final String STYLES = "styles";
  private static final String STRENGTH = "strength";
  private static final String COLOURS = "originalColours";
  private static final String SCALE = "renderScale";
  private static final String STEADINESS = "steadiness";
  private static final String SALVAGE = "salvage";
  private static final List<String> ALL =
      List.of(NAME, STYLES, STRENGTH, COLOURS, SCALE, STEADINESS, SALVAGE);

  private static final int LONGEST_ECHO = 60;

  private final QueryParams params;

  private JobQuery(QueryParams params) {
    this.params = params;
  }

  /**
   * The order that they are.
   *
   * @throws Fault if one is missing, unknown, there twice or not what it should be
   */
  static Order order(QueryParams params) {
    for (String name : params.names()) {
      if (!ALL.contains(name)) {
        throw wrong("there is no parameter \"" + echo(name) + "\"", "There are " + ALL);
      }
      if (params.getAll(name).size() > 1) {
        throw wrong(name + " is there twice", "Give it once");
      }
    }
    JobQuery query = new JobQuery(params);
    return new Order(
        query.text(NAME),
        styles(query.text(STYLES)),
        query.number(STRENGTH, "0 to 1", 1),
        query.flag(COLOURS),
        query.number(SCALE, "0.25 to 1", 1),
        query.number(STEADINESS, "0 to 1", 0),
        query.flag(SALVAGE));
  }

  private String text(String name) {
    String value = params.get(name);
    if (value == null) {
      throw wrong(name + " is missing", "Give at least name and styles, as in styles=NAME:1");
    }
    return value;
  }

  private double number(String name, String range, double otherwise) {
    String value = params.get(name);
    try {
      return value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw wrong(name + " is \"" + echo(value) + "\"", "Give " + range);
    }
  }

  private boolean flag(String name) {
    String value = params.get(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong(name + " is \"" + echo(value) + "\"", "Give true or false");
    }
    return value.equals("true");
  }

  private static Map<String, Double> styles(String text) {
    Map<String, Double> styles = new LinkedHashMap<>();
    for (String part : text.split(",")) {
      int colon = part.indexOf(':');
      String style = colon < 0 ? part : part.substring(0, colon);
      Double weight;
      try {
        weight = colon < 0 ? 1.0 : Double.valueOf(part.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw wrong(
            "styles is \"" + echo(text) + "\"", "Give NAME:WEIGHT,NAME:WEIGHT with weights from 0");
      }
      if (style.isEmpty() || styles.put(style, weight) != null) {
        throw wrong(
            "styles is \"" + echo(text) + "\"", "Name each style once, as in styles=NAME:1");
      }
    }
    return styles;
  }

  private static String echo(String value) {
    String start = value.substring(0, Math.min(value.length(), LONGEST_ECHO));
    return start.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\uFFFD");
  }

  private static Fault wrong(String problem, String remedy) {
    return Fault.of(INVALID, problem, remedy);
  }
}
