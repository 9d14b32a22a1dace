using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Walks;

/// <summary>
/// A random walk over the running server beside <see cref="LawModel"/>: three agents, two supervisors and customers do whatever somebody can do in
/// whichever order. What is looked at after each step is for those who derive from it: what everybody is told, or what everybody sees.
/// </summary>
internal abstract partial class Floor(ContactCentres centres, Centre centre, int seed, bool isHurried) : IAsyncDisposable
{
    private static readonly int[] Agents = [1, 2, 4];

#pragma warning disable CA5394 // a walk must be repeatable, not secret
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private readonly List<string> _steps = [];
    private readonly Dictionary<string, HashSet<string>> _customersKnow = [];
    private readonly Dictionary<(string Supervisor, string Agent), (string Mode, bool Next, string Nickname)> _monitors = [];
    private int _number;

    protected RunningServer Server => centres.Server;
    protected Centre Centre => centre;
    protected List<LawModel> Chats { get; } = [];
    protected Dictionary<LawModel, Visitor> Visitors { get; } = [];
    protected Dictionary<string, Viewer> Viewers { get; } = [];

    /// <summary>Every word that is not for everybody.</summary>
    protected HashSet<string> Secrets { get; } = [];
    protected IEnumerable<Viewer> Supervisors => Viewers.Values.Where(static v => v.Role == 2);

    /// <summary>Each operation with what it was answered, and each kind of thing that was told: walks are worth something only if they get everywhere.</summary>
    public SortedSet<string> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>Where no walk has been before this one, of where they must get to.</summary>
    public IReadOnlyCollection<string> Missing { get; set; } = [];

    public string Story => $"Seed {seed}:\n{string.Join('\n', _steps)}";

    public async Task RunAsync(int steps)
    {
        await OpenAsync();
        await MonitorAllAsync();
        for (var step = 0; step < steps; step++)
        {
            await StepAsync(Choose());
            await ReadAsync(thoroughly: step % 12 == 11 || step == steps - 1);
        }

        await EndAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var viewer in Viewers.Values)
        {
            await viewer.DisposeAsync();
        }

        Visitors.Values.ToList().ForEach(static v => v.Dispose());
    }

    /// <summary>The ways on which somebody is to be told.</summary>
    protected abstract Task<IReadOnlyList<IWay>> ListenAsync(string userName);

    /// <summary>Returns when everybody has been told of what has happened.</summary>
    protected abstract Task SettleAsync();

    /// <summary>Everybody reads.</summary>
    protected abstract Task ReadAsync(bool thoroughly);

    /// <summary>Before each step.</summary>
    protected virtual Task DisturbAsync() => Task.CompletedTask;

    /// <summary>After what was done and before it was told.</summary>
    protected virtual Task DisturbTellingAsync() => Task.CompletedTask;

    /// <summary>A user's own state is told, who listens now.</summary>
    protected abstract void TellChannel(Viewer viewer);

    /// <summary>A way is over with its login; it may or may not have heard these.</summary>
    protected abstract void Ended(Viewer viewer, IWay way, IEnumerable<JsonObject> heard);

    protected virtual Api NewCustomer() => Api.Customer(Server, centre.Id);

    protected virtual async Task OpenAsync()
    {
        foreach (var number in Agents)
        {
            await ArriveAsync(centre.Agent(number), 1);
        }

        foreach (var number in new[] { 1, 2 })
        {
            await ArriveAsync(centre.Supervisor(number), 2);
        }
    }

    protected async Task StepAsync(Func<Task> act)
    {
        await DisturbAsync();
        await act();
        await DisturbTellingAsync();
        await ToldAsync();
        while (await RouteAsync())
        {
            await ToldAsync();
        }
    }

    private Task ToldAsync()
    {
        Reached.UnionWith(Chats.SelectMany(static c => c.Tell).Select(static t => Kind(t.Told)));
        return SettleAsync();
    }

    /// <summary>Of what is told: its kind, and the state or the reason.</summary>
    private static string Kind(string told) => told.Split(' ') switch
    {
        ["NewMessages", _, _, _, var type, ..] => $"NewMessages {type}",
        ["Error", ..] => told[told.IndexOf('\'', StringComparison.Ordinal)..],
        [var kind, _, _, var state, ..] => $"{kind} {state}",
        _ => told,
    };

    protected int Dice(int sides) => _random.Next(sides);

    /// <summary>From 0 to 1.</summary>
    private double Chance() => _random.NextDouble();

    protected T Any<T>(IReadOnlyList<T> of) => of[Dice(of.Count)];

    protected void Note(string step) => _steps.Add(step);

    protected string Secret(string kind)
    {
        var secret = $"{kind}{++_number}~";
        Secrets.Add(secret);
        return secret;
    }

    /// <summary>Every word of a text that is a secret must be one that its reader may know.</summary>
    protected void KnowsAll(HashSet<string> knows, string raw, string reader)
    {
        foreach (var word in Word().EnumerateMatches(raw))
        {
            var text = raw.AsSpan(word.Index, word.Length).ToString();
            Assert.False(Secrets.Contains(text) && !knows.Contains(text), $"{reader} read '{text}', which is not for them, in {raw}");
        }
    }

    protected HashSet<string> CustomerKnows(LawModel chat) => _customersKnow[chat.Handle];

    [GeneratedRegex("[A-Za-z0-9~-]+")]
    private static partial Regex Word();

    [GeneratedRegex("^[0-9A-Z]{16}$")]
    private static partial Regex ChatId();

    [GeneratedRegex("^[0-9A-F]{16}$")]
    private static partial Regex ParticipantId();
}
