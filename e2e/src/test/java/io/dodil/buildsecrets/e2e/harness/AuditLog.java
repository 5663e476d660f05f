package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the API server wrote down of the operator's calls.
public final class AuditLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private long checked;

  public AuditLog(Path file) {
    this.file = file;
  }

  /// A call that has been answered.
  ///
  /// @param status of the answer
  public record Call(
      String user,
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name,
      int status) {

    /// As in a role.
    public String path() {
      return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    public boolean isRefused() {
      return status == HttpURLConnection.HTTP_FORBIDDEN;
    }

    public boolean isStatusWrite() {
      return verb.equals("patch")
          && resource.equals("buildsecrets")
          && subresource.equals("status");
    }

    public boolean isSecretRead() {
      return verb.equals("get") && resource.equals("secrets");
    }

    /// Not a watch or a list, which go on by themselves.
    public boolean isOnPurpose() {
      return !verb.equals("watch") && !verb.equals("list");
    }
  }

  /// Where the log ends now, in bytes.
  public long mark() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The operator's calls since then that some reconciliation made on purpose.
  public List<Call> operatorCallsSince(long mark) {
    return entriesSince(mark).stream()
        .filter(e -> e.path("userAgent").asText().startsWith("buildsecrets-operator"))
        .map(AuditLog::call)
        .filter(Call::isOnPurpose)
        .toList();
  }

  /// All calls since then of users whose names begin like that.
  public List<Call> callsSince(long mark, String users) {
    return entriesSince(mark).stream()
        .map(AuditLog::call)
        .filter(call -> call.user().startsWith(users))
        .toList();
  }

  /// That no installed operator was refused anything since this was asked last.
  public void assertNothingRefused() {
    long now = mark();
    assertThat(callsSince(checked, Installation.USERS)).noneMatch(Call::isRefused);
    checked = now;
  }

  /// That installed operators were refused that since this was asked last, and nothing else.
  public void assertNothingRefusedBut(String subresource) {
    long now = mark();
    assertThat(callsSince(checked, Installation.USERS))
        .filteredOn(Call::isRefused)
        .isNotEmpty()
        .allMatch(call -> call.subresource().equals(subresource));
    checked = now;
  }

  private List<JsonNode> entriesSince(long mark) {
    var entries = new ArrayList<JsonNode>();
    try {
      for (var line : linesSince(mark)) {
        entries.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /// What a program that is no operator asked since then: `create /apis/...?dryRun=All`.
  public List<String> requestsSince(long mark, String userAgent) {
    return entriesSince(mark).stream()
        .filter(entry -> entry.path("userAgent").asText().startsWith(userAgent))
        .map(entry -> entry.path("verb").asText() + " " + entry.path("requestURI").asText())
        .toList();
  }

  /// Whole ones that begin there or later: the API server may be writing at either end.
  private List<String> linesSince(long mark) throws IOException {
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(mark - 1, 0));
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int begin = mark == 0 ? 0 : text.indexOf('\n') + 1;
      return text.substring(begin, Math.max(text.lastIndexOf('\n') + 1, begin)).lines().toList();
    }
  }

  private static Call call(JsonNode entry) {
    var object = entry.path("objectRef");
    return new Call(
        entry.at("/user/username").asText(),
        entry.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText(),
        object.path("subresource").asText(),
        object.path("namespace").asText(),
        object.path("name").asText(),
        entry.at("/responseStatus/code").asInt());
  }

  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
