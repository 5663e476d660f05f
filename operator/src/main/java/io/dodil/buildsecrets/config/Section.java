package io.dodil.buildsecrets.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A mapping of the file while it is read: remembers which keys were asked for.
final class Section {

  private final YamlPath path;
  private final Map<String, Yaml> entries;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  private Section(YamlPath path, Yaml node, Faults faults) {
    this.path = path;
    this.entries = node instanceof Yaml.Mapping(var mapping) ? mapping : Map.of();
    this.faults = faults;
  }

  /// What is no mapping has this one fault, and not that its keys are missing, too.
  private static Section of(YamlPath path, Yaml node, Faults faults) {
    if (node instanceof Yaml.Mapping || node.isNull()) {
      return new Section(path, node, faults);
    }
    faults.add(path.text(), (path.isRoot() ? "the configuration file " : "") + "must be a mapping");
    return new Section(path, node, new Faults());
  }

  static Section root(Yaml node, Faults faults) {
    return of(YamlPath.root(), node, faults);
  }

  private Optional<Yaml> entry(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key)).filter(node -> !node.isNull());
  }

  /// The value, or what is used when there is none or a bad one.
  <T> T value(String key, Rule<T> rule, T otherwise) {
    return entry(key).flatMap(node -> check(path.key(key), node, rule)).orElse(otherwise);
  }

  /// A value that has to be there.
  <T> Optional<T> required(String key, Rule<T> rule) {
    if (entry(key).isEmpty()) {
      fault(key, "is missing");
    }
    return entry(key).flatMap(node -> check(path.key(key), node, rule));
  }

  private <T> Optional<T> check(YamlPath at, Yaml node, Rule<T> rule) {
    if (!(node instanceof Yaml.Scalar scalar)) {
      faults.add(at.text(), "must be a single value");
      return Optional.empty();
    }
    return switch (rule.check(scalar)) {
      case Rule.Verdict.Good<T>(var value) -> Optional.of(value);
      case Rule.Verdict.Bad<T>(var message) -> {
        faults.add(at.text(), message);
        yield Optional.empty();
      }
    };
  }

  /// Whether nothing was written there.
  boolean isAbsentOrEmpty(String key) {
    return switch (entry(key).orElseGet(() -> new Yaml.Sequence(List.of()))) {
      case Yaml.Sequence(var items) -> items.isEmpty();
      case Yaml.Scalar(var _, var text) -> text.isEmpty();
      case Yaml.Mapping _ -> false;
    };
  }

  Section section(String key) {
    var node = entry(key).orElseGet(() -> new Yaml.Mapping(Map.of()));
    return of(path.key(key), node, faults);
  }

  /// All keys, for a mapping whose keys are names.
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /// A list of mappings.
  List<Section> sections(String key) {
    var sections = new ArrayList<Section>();
    for (var item : items(key)) {
      sections.add(of(path.key(key).item(sections.size()), item, faults));
    }
    return sections;
  }

  /// A list of values without a value twice.
  <T> List<T> values(String key, Rule<T> rule) {
    var values = new ArrayList<T>();
    var items = items(key);
    for (int i = 0; i < items.size(); i++) {
      var at = path.key(key).item(i);
      var value = check(at, items.get(i), rule);
      if (value.filter(values::contains).isPresent()) {
        faults.add(at.text(), "is there twice");
      }
      value.ifPresent(values::add);
    }
    return values;
  }

  private List<Yaml> items(String key) {
    return switch (entry(key).orElseGet(() -> new Yaml.Sequence(List.of()))) {
      case Yaml.Sequence(var items) -> items;
      case Yaml.Mapping _, Yaml.Scalar _ -> {
        fault(key, "must be a list");
        yield List.of();
      }
    };
  }

  void fault(String key, String message) {
    faults.add(path.key(key).text(), message);
  }

  void fault(String message) {
    faults.add(path.text(), message);
  }

  /// To be called when everything was asked for: what is left is a typing error.
  void end() {
    for (var key : entries.keySet()) {
      if (!known.contains(key)) {
        fault(key, "is unknown");
      }
    }
  }
}
