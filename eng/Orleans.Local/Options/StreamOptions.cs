using Orleans.Streams;

namespace Orleans.Configuration;

/// <summary>How streams are read; here events go at once.</summary>
public class StreamPullingAgentOptions
{
    /// <summary>How many batches go at once.</summary>
    public int BatchContainerBatchSize { get; set; } = 1;

    /// <summary>How often the queue is read.</summary>
    public TimeSpan GetQueueMsgsTimerPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a queue may take to start.</summary>
    public TimeSpan InitQueueTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an event is tried.</summary>
    public TimeSpan MaxEventDeliveryTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>When a stream counts as idle.</summary>
    public TimeSpan StreamInactivityPeriod { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>How subscriptions are made.</summary>
public class StreamPubSubOptions
{
    /// <summary>By calls, by attributes or by both; here always by calls.</summary>
    public StreamPubSubType PubSubType { get; set; } = StreamPubSubType.ExplicitGrainBasedAndImplicit;
}

/// <summary>How streams are spread over queues; here each stream is its own.</summary>
public class HashRingStreamQueueMapperOptions
{
    /// <summary>The usual number of queues.</summary>
    public const int DEFAULT_NUM_QUEUES = 8;

    /// <summary>How many queues there are.</summary>
    public int TotalQueueCount { get; set; } = DEFAULT_NUM_QUEUES;
}

/// <summary>How grains are stored in memory; here there is no grain storage.</summary>
public class MemoryGrainStorageOptions
{
    /// <summary>How many grains hold the storage.</summary>
    public int NumStorageGrains { get; set; } = 10;
}

/// <summary>How long streams keep what was published. Here nothing is kept once it was handed on, whatever these say.</summary>
public class StreamCacheEvictionOptions
{
    /// <summary>The least time.</summary>
    public TimeSpan DataMinTimeInCache { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The age, compared with the newest, beyond which it goes.</summary>
    public TimeSpan DataMaxAgeInCache { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The least time that is known where it was.</summary>
    public TimeSpan? MetadataMinTimeInCache { get; set; } = TimeSpan.FromMinutes(10);
}
