package io.dodil.buildsecrets.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A Kubernetes label selector as kubectl writes it: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
///
/// @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels
///   and selectors</a>
public record LabelSelector(String text, List<Requirement> requirements) {

  private static final String KEY =
      "(?:[A-Za-z0-9](?:[-A-Za-z0-9.]{0,251}[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final String VALUE = "(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
  private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + KEY + ")");
  private static final Pattern EQUALS =
      Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
  private static final Pattern SET =
      Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
  private static final Pattern ANY_VALUE = Pattern.compile(VALUE);

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /// Empty when the text is not a selector.
  public static Optional<LabelSelector> parse(String text) {
    var parsed =
        Arrays.stream(text.split(",(?![^(]*\\))", -1))
            .map(part -> Requirement.parse(part.strip()))
            .toList();
    return parsed.stream().allMatch(Optional::isPresent)
        ? Optional.of(new LabelSelector(text, parsed.stream().map(Optional::orElseThrow).toList()))
        : Optional.empty();
  }

  /// The labels that it looks at.
  public Set<String> keys() {
    return requirements.stream().map(Requirement::key).collect(Collectors.toSet());
  }

  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(r -> r.matches(labels));
  }

  /// One part of a selector. As in Kubernetes, `!=` and `notin` hold for an absent label.
  sealed interface Requirement {

    String key();

    boolean matches(Map<String, String> labels);

    record Exists(String key) implements Requirement {
      @Override
      public boolean matches(Map<String, String> labels) {
        return labels.containsKey(key);
      }
    }

    record In(String key, Set<String> values) implements Requirement {
      @Override
      public boolean matches(Map<String, String> labels) {
        return labels.containsKey(key) && values.contains(labels.get(key));
      }
    }

    record Not(Requirement inner) implements Requirement {
      @Override
      public String key() {
        return inner.key();
      }

      @Override
      public boolean matches(Map<String, String> labels) {
        return !inner.matches(labels);
      }
    }

    private static Optional<Requirement> parse(String part) {
      var exists = EXISTS.matcher(part);
      if (exists.matches()) {
        return Optional.of(negatedIf(!exists.group(1).isEmpty(), new Exists(exists.group(2))));
      }
      var equals = EQUALS.matcher(part);
      if (equals.matches()) {
        var in = new In(equals.group(1), Set.of(equals.group(3)));
        return Optional.of(negatedIf(equals.group(2).equals("!="), in));
      }
      return parseSet(part);
    }

    private static Optional<Requirement> parseSet(String part) {
      var set = SET.matcher(part);
      if (!set.matches()) {
        return Optional.empty();
      }
      var values =
          Arrays.stream(set.group(3).split(",", -1)).map(String::strip).collect(Collectors.toSet());
      return values.stream().allMatch(v -> ANY_VALUE.matcher(v).matches())
          ? Optional.of(negatedIf(set.group(2).equals("notin"), new In(set.group(1), values)))
          : Optional.empty();
    }

    private static Requirement negatedIf(boolean negated, Requirement requirement) {
      return negated ? new Not(requirement) : requirement;
    }
  }
}
