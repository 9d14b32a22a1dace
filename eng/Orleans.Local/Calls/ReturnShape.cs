namespace Orleans.Local.Calls;

/// <summary>What a method returns, on both sides of a call.</summary>
internal abstract class ReturnShape
{
    /// <summary>The type of the value that travels back; none where there is no value.</summary>
    public virtual Type? Value => null;

    public static ReturnShape? Of(Type type)
    {
        if (type == typeof(void)) return new VoidShape();
        if (type == typeof(Task)) return new TaskShape();
        if (type == typeof(ValueTask)) return new ValueTaskShape();
        if (!type.IsGenericType) return null;
        var kind = type.GetGenericTypeDefinition();
        var shape = kind == typeof(Task<>) ? typeof(TaskShape<>) : kind == typeof(ValueTask<>) ? typeof(ValueTaskShape<>) : null;
        return shape is null ? null : (ReturnShape)Activator.CreateInstance(shape.MakeGenericType(type.GetGenericArguments()))!;
    }

    public virtual Completion NewCompletion(TaskCreationOptions options) => new Completion<object?>(options);

    /// <summary>What the caller gets.</summary>
    public abstract object? ForCaller(Completion completion);

    /// <summary>What the caller of a one-way method gets.</summary>
    public abstract object? ForNobody();

    /// <summary>Awaits what the grain's method returned.</summary>
    public abstract Task<object?> AwaitAsync(object? returned);

    private sealed class VoidShape : ReturnShape
    {
        public override object? ForCaller(Completion completion) => null;

        public override object? ForNobody() => null;

        public override Task<object?> AwaitAsync(object? returned) => Task.FromResult<object?>(null);
    }

    private sealed class TaskShape : ReturnShape
    {
        public override object ForCaller(Completion completion) => ((Completion<object?>)completion).Task;

        public override object ForNobody() => Task.CompletedTask;

        public override async Task<object?> AwaitAsync(object? returned)
        {
            await (Task)returned!;
            return null;
        }
    }

    private sealed class ValueTaskShape : ReturnShape
    {
        public override object ForCaller(Completion completion) => new ValueTask(((Completion<object?>)completion).Task);

        public override object ForNobody() => ValueTask.CompletedTask;

        public override async Task<object?> AwaitAsync(object? returned)
        {
            await (ValueTask)returned!;
            return null;
        }
    }
}

/// <summary>A task with a value.</summary>
internal sealed class TaskShape<T> : ReturnShape
{
    public override Type Value => typeof(T);

    public override Completion NewCompletion(TaskCreationOptions options) => new Completion<T>(options);

    public override object ForCaller(Completion completion) => ((Completion<T>)completion).Task;

    public override object ForNobody() => Task.FromResult<T>(default!);

    public override async Task<object?> AwaitAsync(object? returned) => await (Task<T>)returned!;
}

/// <summary>A value task with a value.</summary>
internal sealed class ValueTaskShape<T> : ReturnShape
{
    public override Type Value => typeof(T);

    public override Completion NewCompletion(TaskCreationOptions options) => new Completion<T>(options);

    public override object ForCaller(Completion completion) => new ValueTask<T>(((Completion<T>)completion).Task);

    public override object ForNobody() => new ValueTask<T>(default(T)!);

    public override async Task<object?> AwaitAsync(object? returned) => await (ValueTask<T>)returned!;
}
