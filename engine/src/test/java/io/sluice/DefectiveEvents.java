package io.sluice;

import io.sluice.core.Events;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Events of a snapshot, of which some are left out or wrong. */
final class DefectiveEvents {
    private DefectiveEvents() {}

    static Events of(PlainEngine.Defect defect, Events into) {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    if (!isLeftOut(defect, method, arguments)) {
                        if (defect == PlainEngine.Defect.TOKEN_RESET && is(method, "numbersDescribed")) {
                            arguments[1] = 0L;
                        }
                        method.invoke(into, arguments);
                    }
                    return null;
                });
    }

    private static boolean isLeftOut(PlainEngine.Defect defect, Method method, Object[] arguments) {
        return switch (defect) {
            case WINDOW_NOT_RESTORED -> is(method, "startsDescribed");
            case DELAYED_LOST -> is(method, "described") && ((Task) arguments[0]).state() == TaskState.DELAYED;
            default -> false;
        };
    }

    private static boolean is(Method method, String name) {
        return method.getName().equals(name);
    }
}
