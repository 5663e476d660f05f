package io.dodil.buildsecrets.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What each organization holds, and how it came to that.
final class Store {

  private final AbsentGroups mode;
  private final Map<String, Holdings> holdings = new HashMap<>();
  private final List<Consumer<Save>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Received>> receivers = new CopyOnWriteArrayList<>();
  private final History<Save> saves;

  Store(AbsentGroups mode, int history) {
    this.mode = mode;
    this.saves = new History<>(history);
  }

  void save(Save save) {
    synchronized (this) {
      holdings.put(save.organization(), holdings(save.organization()).after(save.sent(), mode));
      saves.add(save);
    }
    listeners.forEach(listener -> listener.accept(save));
  }

  void received(Received call) {
    receivers.forEach(receiver -> receiver.accept(call));
  }

  synchronized Holdings holdings(String organization) {
    return holdings.getOrDefault(organization, Holdings.NONE);
  }

  List<Save> saves() {
    return saves.all();
  }

  List<Save> latest(int count) {
    return saves.latestFirst(count);
  }

  void onSave(Consumer<Save> listener) {
    listeners.add(listener);
  }

  void onReceived(Consumer<Received> receiver) {
    receivers.add(receiver);
  }

  synchronized void clear() {
    holdings.clear();
    saves.clear();
  }
}
