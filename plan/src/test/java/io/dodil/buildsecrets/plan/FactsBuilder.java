package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Facts of a resource in the cluster that everybody may see; a test says what is different.
final class FactsBuilder {

  private final Resource resource;
  private final Map<String, SecretContent> secrets = new HashMap<>();
  private final TreeMap<String, SecretFacts.Unread> unread = new TreeMap<>();
  private final TreeSet<String> fromFile = new TreeSet<>();
  private final TreeSet<String> encrypted = new TreeSet<>();
  private Facts.Live live;
  private Others others = new Others(Others.Scope.EVERYWHERE, List.of());
  private Validation validation = new Validation.Passed();
  private TokenCheck token = new TokenCheck.Unwanted();

  FactsBuilder(Resource resource) {
    this.resource = resource;
    this.live = new Facts.Live.Found(resource);
  }

  FactsBuilder secret(String name, String version, String... keysAndValues) {
    return typed("Opaque", name, version, keysAndValues);
  }

  FactsBuilder typed(String type, String name, String version, String... keysAndValues) {
    var data = new HashMap<String, Sensitive>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      data.put(keysAndValues[i], Sensitive.of(keysAndValues[i + 1]));
    }
    secrets.put(name, new SecretContent(name, "uid", version, type, Map.of(), data));
    return this;
  }

  FactsBuilder unread(String name, SecretFacts.Unread why) {
    unread.put(name, why);
    return this;
  }

  FactsBuilder fromFile(String... names) {
    fromFile.addAll(List.of(names));
    return this;
  }

  FactsBuilder encrypted(String... names) {
    encrypted.addAll(List.of(names));
    return this;
  }

  FactsBuilder live(Facts.Live value) {
    live = value;
    return this;
  }

  FactsBuilder others(Others.Scope scope, Resource... value) {
    others = new Others(scope, List.of(value));
    return this;
  }

  FactsBuilder validation(Validation value) {
    validation = value;
    return this;
  }

  FactsBuilder token(TokenCheck value) {
    token = value;
    return this;
  }

  Facts build() {
    return new Facts(
        resource,
        live,
        new SecretFacts(secrets, unread, fromFile, encrypted),
        others,
        validation,
        token);
  }
}
