package io.sluice.server.resp;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;

/** Takes the time that the transport waits for something to come: what a poll lasts, without what it says it was active. */
final class TimedPolling implements IoHandlerFactory {
    private final IoHandlerFactory factory;
    private long waitedNs;

    TimedPolling(IoHandlerFactory factory) {
        this.factory = factory;
    }

    /** Returns how long all polls so far have waited, nanoseconds. */
    long waitedNs() {
        return waitedNs;
    }

    @Override
    public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new Timed(factory.newHandler(executor));
    }

    @Override
    public boolean isChangingThreadSupported() {
        return factory.isChangingThreadSupported();
    }

    /** Polls, and looks at the clock before and after. */
    private final class Timed implements IoHandler, IoHandlerContext {
        private final IoHandler handler;
        private IoHandlerContext context;
        private long activeNs;

        private Timed(IoHandler handler) {
            this.handler = handler;
        }

        @Override
        public int run(IoHandlerContext context) {
            this.context = context;
            activeNs = 0;
            long sinceNs = System.nanoTime();
            int done = handler.run(this);
            waitedNs += System.nanoTime() - sinceNs - activeNs;
            return done;
        }

        @Override
        public boolean canBlock() {
            return context.canBlock();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return context.delayNanos(currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return true;
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            activeNs += activeNanos;
        }

        @Override
        public void initialize() {
            handler.initialize();
        }

        @Override
        public void prepareToDestroy() {
            handler.prepareToDestroy();
        }

        @Override
        public void destroy() {
            handler.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return handler.register(handle);
        }

        @Override
        public void wakeup() {
            handler.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return handler.isCompatible(handleType);
        }
    }
}
