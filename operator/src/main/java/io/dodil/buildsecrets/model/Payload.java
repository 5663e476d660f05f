package io.dodil.buildsecrets.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The whole set of an organization, as SaveBuildSecrets takes it.
///
/// @param registryCredentials registry -> base64 of `user:token`
/// @param buildSecrets build argument -> value, UTF-8
public record Payload(
    NavigableMap<String, Sensitive> registryCredentials,
    Optional<GitLogin> gitCredentials,
    NavigableMap<String, Sensitive> buildSecrets) {

  /// Its buffers are not recycled: they would hold values for as long as the process lives.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  public Payload {
    registryCredentials = Collections.unmodifiableNavigableMap(new TreeMap<>(registryCredentials));
    buildSecrets = Collections.unmodifiableNavigableMap(new TreeMap<>(buildSecrets));
  }

  public Counts counts() {
    return new Counts(
        registryCredentials.size(), gitCredentials.isPresent() ? 1 : 0, buildSecrets.size());
  }

  public boolean isEmpty() {
    return registryCredentials.isEmpty() && gitCredentials.isEmpty() && buildSecrets.isEmpty();
  }

  /// The request body: keys sorted, absent groups left out. The same content gives the same bytes.
  /// Empty when it would be larger than `max` bytes: control characters take six each, so that is
  /// not known before, and what is too large is not put together either.
  public Optional<Sensitive> canonicalJson(long max) {
    var out = new BoundedBytes(max);
    // written by hand: databind would have to be told how to print a Sensitive, and then anybody
    // could
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      writeMap(json, "buildSecrets", buildSecrets);
      if (gitCredentials.isPresent()) {
        var git = gitCredentials.get();
        writeMap(
            json, "gitCredentials", Map.of("password", git.password(), "username", git.username()));
      }
      writeMap(json, "registryCredentials", registryCredentials);
      json.writeEndObject();
    } catch (BoundedBytes.Full _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return Optional.of(Sensitive.owning(out.toByteArray()));
  }

  private static void writeMap(JsonGenerator json, String group, Map<String, Sensitive> entries)
      throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(group);
    for (var entry : new TreeMap<>(entries).entrySet()) {
      json.writeFieldName(entry.getKey());
      var value = entry.getValue().reveal();
      json.writeUTF8String(value, 0, value.length);
    }
    json.writeEndObject();
  }
}
