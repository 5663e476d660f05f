package io.dodil.buildsecrets.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An organization and its service accounts.
///
/// @param id absent: made from the name, the same at each start
/// @param forbidden its tokens may not save (403)
public record Organization(
    String name, @Nullable UUID id, @Nullable List<Client> clients, boolean forbidden) {

  public Organization {
    Objects.requireNonNull(name, "an organization's name");
    clients = clients == null ? List.of() : List.copyOf(clients);
  }

  public Organization(String name, Client... clients) {
    this(name, null, List.of(clients), false);
  }

  @Override
  public UUID id() {
    return id == null ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) : id;
  }

  @Override
  public List<Client> clients() {
    return clients == null ? List.of() : clients;
  }

  public Organization asForbidden() {
    return new Organization(name, id, clients, true);
  }
}
