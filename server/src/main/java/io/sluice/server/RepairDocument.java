package io.sluice.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.Repair;
import io.sluice.audit.Salvaged;
import java.nio.file.Path;

/** What {@code repair --json} says: all that the text says, as one object. */
final class RepairDocument {
    private RepairDocument() {}

    /** Returns the object. */
    static ObjectNode of(Path to, Repair repair) {
        Salvaged salvaged = repair.salvaged();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        repair.leftOut().forEach(document.putArray("damage")::add);
        document.put("holes", salvaged.gaps()).put("kept", salvaged.facts());
        ObjectNode leftOut = document.putObject("leftOut");
        salvaged.leftOut().forEach(leftOut::put);
        document.put("forgotten", salvaged.replaced());
        salvaged.madeUp().values().forEach(document.putArray("madeUp")::add);
        return document.put("written", to.toString()).put("tasks", repair.tasks());
    }
}
