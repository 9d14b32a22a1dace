using System.Reflection;
using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.ApiHost;

/// <summary>
/// A grain factory whose grains note what they are asked ("Name(arguments)") and answer what the test said, or what does no harm.
/// </summary>
public class FakeGrains : DispatchProxy
{
    private FakeGrains _shared = null!;
    private string _key = "";

    public Queue<string> Calls { get; } = new();

    /// <summary>The keys that requests came with, in their order.</summary>
    public List<RequestKey> RequestKeys { get; } = [];

    /// <summary>All that they were told, without keys.</summary>
    public List<object?[]> Arguments { get; } = [];

    /// <summary>By method name: what a grain answers to these arguments. An exception in it is thrown by the grain.</summary>
    public Dictionary<string, Func<object?[], object>> Answers { get; } = [];

    public IClusterClient Cluster => (IClusterClient)(object)this;

    public static FakeGrains New()
    {
        var factory = (FakeGrains)(object)Create<IClusterClient, FakeGrains>();
        factory._shared = factory;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        ArgumentNullException.ThrowIfNull(args);
        return targetMethod.Name == "GetGrain" ? Grain(targetMethod.GetGenericArguments()[0], (string)args[0]!) : _shared.Answer(_key, targetMethod, args);
    }

    private object Grain(Type type, string key)
    {
        var grain = Create(type, typeof(FakeGrains));
        (((FakeGrains)grain)._shared, ((FakeGrains)grain)._key) = (this, key);
        return grain;
    }

    private object Answer(string key, MethodInfo method, object?[] args)
    {
        lock (Calls)
        {
            if (method.Name != nameof(IUserGrain.LoginGenerationAsync))     // asked by every login, whatever it wants
            {
                Calls.Enqueue($"{key}.{method.Name}({string.Join(", ", args.Where(static a => a is not RequestKey).Take(args.Length - Keys(method)))})");
                Arguments.Add([.. args.Where(static a => a is not RequestKey)]);
                RequestKeys.AddRange(args.OfType<RequestKey>());
            }
        }

        try
        {
            return Wrap(method.ReturnType, Answers.TryGetValue(method.Name, out var answer) ? answer(args) : Harmless(method));
        }
        catch (Exception error)
        {
            return Failed(method.ReturnType, error);
        }
    }

    /// <summary>A key comes last, and is no part of what is asked.</summary>
    private static int Keys(MethodInfo method) => method.GetParameters() is [.., { ParameterType: var last }] && last == typeof(RequestKey) ? 1 : 0;

    private static object Wrap(Type task, object answer) =>
        task == typeof(Task) ? Task.CompletedTask : typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(task.GetGenericArguments()[0]).Invoke(null, [answer])!;

    private static object Failed(Type task, Exception error) => task == typeof(Task)
        ? Task.FromException(error)
        : typeof(Task).GetMethods().Single(static m => m is { Name: nameof(Task.FromException), IsGenericMethod: true }).MakeGenericMethod(task.GetGenericArguments()[0]).Invoke(null, [error])!;

    private static object Harmless(MethodInfo method) => method.ReturnType switch
    {
        var t when t == typeof(Task<ChatReply>) => new ChatReply(1, NotesDue: true),
        var t when t == typeof(Task<StartChatReply>) => new StartChatReply(""),
        var t when t == typeof(Task<ChatViewReply>) => new ChatViewReply(null, Refusal.ChatUnknown),
        var t when t == typeof(Task<MessagesReply>) => new MessagesReply([], 1),
        var t when t == typeof(Task<CustomerChatReply>) => new CustomerChatReply(CustomerChatState.WaitingForAgent, []),
        var t when t == typeof(Task<UserReply>) => new UserReply(true, new("chat", AgentState.Ready, false), new(true, default, 0, 1), [], true),
        var t when t == typeof(Task<bool>) => false,
        var t when t == typeof(Task<int>) => 13,
        _ => new object(),
    };
}
