package io.sluice.server.client;

import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/** A terminal taken over as a whole until it is closed, which puts it back as it was. Its methods may be called by any thread. */
final class Screen implements AutoCloseable {
    private final Terminal terminal;
    private final Display display;
    private final Attributes before;
    private boolean closed;

    /** Takes a terminal over. */
    Screen(Terminal terminal) {
        this.terminal = terminal;
        before = terminal.enterRawMode();
        display = new Display(terminal, true);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
    }

    /**
     * Shows as many lines as fit, one of them marked, which is among them.
     *
     * @param lines all lines.
     * @param marked which is marked, from 0; -1 for none.
     * @param footer stands in the last line.
     */
    synchronized void show(List<String> lines, int marked, String footer) {
        if (closed) {
            return;
        }
        Size size = terminal.getSize();
        display.resize(size);
        int height = Math.max(1, size.getRows() - 1);
        int first = Math.max(0, Math.min(marked - height + 1, lines.size() - height));
        List<AttributedString> shown = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            int line = first + row;
            shown.add(line < lines.size() ? line(lines.get(line), line == marked, size) : AttributedString.EMPTY);
        }
        shown.add(line(footer, false, size));
        display.update(shown, -1);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(before);
            terminal.flush();
        }
    }

    private static AttributedString line(String text, boolean marked, Size size) {
        AttributedStyle style = marked ? AttributedStyle.INVERSE : AttributedStyle.DEFAULT;
        return new AttributedString(text, style).columnSubSequence(0, size.getColumns());
    }
}
