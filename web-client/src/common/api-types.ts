// Made from openapi.yaml of the server by `npm run types`: change that one.

export interface paths {
  '/api/v1/engine': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What paints, how much it takes on, and which roles need a token */
    get: operations['getEngine'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Changes a token for a cookie, so that pictures, videos and event streams work in a page */
    post: operations['openSession'];
    /** Takes the cookie back */
    delete: operations['closeSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/styles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every style of the catalogue */
    get: operations['listStyles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/styles/{name}/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A picture painted in the style */
    get: operations['getStylePreview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every stream */
    get: operations['listStreams'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A stream as it stands now */
    get: operations['getStream'];
    put?: never;
    post?: never;
    /** Ends a stream, its publisher and its viewers */
    delete: operations['endStream'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/ending': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Why the server ended a stream or put its publisher out
     * @description A publisher that has lost its connection learns here whether it helps to publish again: it
     *     does where this answers 404. It is forgotten when somebody publishes the stream.
     */
    get: operations['getEnding'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/settings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How a stream is painted */
    get: operations['getSettings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Changes settings from the next frame on, by a JSON merge patch (RFC 7396)
     * @description Only what is named changes; `styles` is replaced whole. An unknown field, or a value that is
     *     out of its range, is answered with 400 that names field, value and range, and changes
     *     nothing.
     */
    patch: operations['changeSettings'];
    trace?: never;
  };
  '/api/v1/streams/{name}/overlay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Lays a picture over every frame */
    put: operations['putOverlay'];
    post?: never;
    /** Takes the overlay away */
    delete: operations['deleteOverlay'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Server-sent events, one `statistics` with a Stream as its data every second */
    get: operations['watchStream'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/snapshot': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The newest painting */
    get: operations['getSnapshot'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/mjpeg': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The paintings as a row of JPEG pictures that never ends */
    get: operations['getMotionJpeg'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/recordings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Begins to record a stream
     * @description It begins with the next keyframe, goes on while the stream's publisher is gone, and ends with the stream. An MP4 has one size: when the stream's changes, its picture is fitted into the first one's, in the middle of black.
     */
    post: operations['startRecording'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/pushes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where a stream is sent to */
    get: operations['listPushes'];
    put?: never;
    /** Sends a stream to an address (RTMP, SRT, RTSP, WHIP), and again whenever that breaks */
    post: operations['startPush'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/streams/{name}/pushes/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sends a stream there no longer */
    delete: operations['stopPush'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/recordings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every recording */
    get: operations['listRecordings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/recordings/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A recording as it stands now */
    get: operations['getRecording'];
    put?: never;
    post?: never;
    /** Deletes a recording and its file */
    delete: operations['deleteRecording'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/recordings/{id}/stop': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends a recording, or the one that goes on after it; the files stay */
    post: operations['stopRecording'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/recordings/{id}/file': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The video; ranges are served (RFC 9110, section 14) */
    get: operations['getRecordingFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every job */
    get: operations['listJobs'];
    put?: never;
    /**
     * Takes a video or a photo to be painted; the body is the file
     * @description 413 where the file is too large, 422 where it is nothing that can be painted, 507 where there is no room: what ended longest ago is removed before anything is refused.
     */
    post: operations['startJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A job as it stands now */
    get: operations['getJob'];
    put?: never;
    post?: never;
    /** Cancels a job if it is under way, and deletes its files */
    delete: operations['deleteJob'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Calls a job off; it stays in the list */
    post: operations['cancelJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Server-sent events, `progress` with a Job as its data, until the job has ended */
    get: operations['watchJob'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/result': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The painted file; ranges are served (RFC 9110, section 14) */
    get: operations['getJobResult'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the server fetches by itself */
    get: operations['listSources'];
    put?: never;
    /** Fetches a camera or another address as a stream, and again whenever that breaks */
    post: operations['addSource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sources/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Fetches it no longer */
    delete: operations['deleteSource'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/whip/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Publishes a stream (RFC 9725, section 4.2) */
    post: operations['publish'];
    delete?: never;
    /** What may be sent here */
    options: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          name: components['parameters']['streamName'];
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description To a page of another origin (CORS), what it may send */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Named in the headers `Allow` and `Accept-Post` */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        default: components['responses']['Problem'];
      };
    };
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/whip/{name}/{session}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ends the session */
    delete: operations['unpublish'];
    options?: never;
    head?: never;
    /** Further candidates (RFC 9725, section 4.3) */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          name: components['parameters']['streamName'];
          /** @description Nobody can guess it */
          session: components['parameters']['session'];
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/trickle-ice-sdpfrag': unknown;
        };
      };
      responses: {
        /** @description The candidates were taken */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description It asks for a restart of ICE, for which a new session is to be begun */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        default: components['responses']['Problem'];
      };
    };
    trace?: never;
  };
  '/whep/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Shows a stream (draft-ietf-wish-whep) */
    post: operations['watch'];
    delete?: never;
    /** What may be sent here */
    options: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          name: components['parameters']['streamName'];
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description To a page of another origin (CORS), what it may send */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Named in the headers `Allow` and `Accept-Post` */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        default: components['responses']['Problem'];
      };
    };
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/whep/{name}/{session}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ends the session */
    delete: operations['unwatch'];
    options?: never;
    head?: never;
    /** Further candidates */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          name: components['parameters']['streamName'];
          /** @description Nobody can guess it */
          session: components['parameters']['session'];
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/trickle-ice-sdpfrag': unknown;
        };
      };
      responses: {
        /** @description The candidates were taken */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description It asks for a restart of ICE, for which a new session is to be begun */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        default: components['responses']['Problem'];
      };
    };
    trace?: never;
  };
  '/hls/{name}/{file}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** HLS with low latency (draft-pantos-hls-rfc8216bis); begin with `index.m3u8` */
    get: operations['getHls'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/livez': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the painter runs */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It does */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        default: components['responses']['Problem'];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether a frame can be painted now, by painting one */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It can */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        default: components['responses']['Problem'];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Figures for Prometheus */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The document */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/yaml': unknown;
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The studio */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'text/html': unknown;
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/watch/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A stream for viewers */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          name: components['parameters']['streamName'];
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'text/html': unknown;
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/overlay/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A stream's picture alone, for OBS */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          name: components['parameters']['streamName'];
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'text/html': unknown;
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Problem: {
      /** Format: uri-reference */
      type: string;
      title: string;
      status: number;
      detail: string;
    };
    Token: {
      token: string;
    };
    /** @enum {string} */
    Role: 'view' | 'publish' | 'admin';
    Session: {
      role: components['schemas']['Role'];
    };
    Engine: {
      /** @description In words */
      device: string;
      version: string;
      /** @description In which publishers are painted who name none; null while there is no style */
      style: string | null;
      /** @enum {string} */
      precision: 'auto' | 'fp32' | 'fp16' | 'int8';
      capacity: {
        /** @description So many may be published at once */
        streams: number;
        /** @description Of all streams together */
        viewers: number;
      };
      /** @description Whether the role needs a token */
      secure: {
        publish: boolean;
        view: boolean;
        admin: boolean;
      };
    };
    Style: {
      name: string;
      title: string;
      /** @description May be empty */
      artist: string;
      /** @description `1889` or `1885-1890`; may be empty */
      year: string;
      /** @description Such as `public domain`; may be empty */
      rights: string;
      /** @description Styles that name the same one can be mixed */
      network: string;
      /**
       * Format: uri-reference
       * @description Address of a JPEG
       */
      preview: string;
    };
    StreamName: string;
    Stream: {
      name: components['schemas']['StreamName'];
      /** @description Where it comes from, in words */
      source: string;
      /**
       * @description `slate`: its publisher is gone, and it waits a while for another
       * @enum {string}
       */
      state: 'live' | 'slate';
      /** @description Of its newest frame; 0 before the first */
      width: number;
      height: number;
      /** @description Whether its publisher sends sound */
      sound: boolean;
      /** @description By WebRTC */
      viewers: number;
      /** @description Every way out that is in use, in words */
      outlets: string[];
      settings: components['schemas']['Settings'];
      statistics: components['schemas']['Statistics'];
    };
    Ending: {
      /**
       * @description It could not be painted; what its publisher sent is not taken; somebody ended it
       * @enum {string}
       */
      cause: 'painting' | 'source' | 'request';
      /** @description In one line */
      reason: string;
    };
    /** @description Counted from the stream's start; rates and times are of the last seconds */
    Statistics: {
      /** @description Frames that arrived */
      received: number;
      /** @description Frames that were painted and handed on */
      painted: number;
      /** @description Frames that a newer one replaced before they were painted */
      overwritten: number;
      paintedPerSecond: number;
      /** @description Median of what the network takes */
      paintMillis: number;
      /** @description From a frame's arrival to its hand-over */
      delayMillis: {
        p50: number;
        p95: number;
      };
      /** @description By which sound is held back to match the pictures */
      soundDelayMillis: number;
      /** @description In effect; below the setting while the machine can't keep up */
      renderScale: number;
      /** @description In effect: every n-th frame is painted */
      frameDivisor: number;
      /** @description The share of the painter's time that this stream uses; 1 is all of it */
      load: number;
    };
    Settings: {
      /** @description Styles of one network with their weights */
      styles: {
        [key: string]: number;
      };
      /**
       * @description How long a change of styles takes. There is no way between styles of different networks
       *     (see a style's `network`): those follow by a cut, at once.
       */
      fadeSeconds: number;
      /** @description How much of the painting is shown; 0 is the source */
      strength: number;
      /** @description Paints the brightness alone */
      originalColours: boolean;
      /** @description Width and height that are painted, by the frame's */
      renderScale: number;
      /** @description How much a still picture's flicker is held down */
      steadiness: number;
      /** @description Part of the width, from the left, that shows the source */
      split: number;
      /** @description Which part of the picture is painted; null for all of it */
      key: components['schemas']['Key'] | null;
      /** @description Where the painting lies small over the untouched source; null fills the frame */
      inset: components['schemas']['Inset'] | null;
      /** @description What lies over the picture; put it there with `PUT …/overlay` */
      overlay: components['schemas']['Overlay'] | null;
      /** @description Whether render scale and rate go down while the machine can't keep up */
      adaptive: boolean;
    };
    SettingsPatch: {
      /** @description Styles of one network with their weights */
      styles?: {
        [key: string]: number;
      };
      /**
       * @description How long a change of styles takes. There is no way between styles of different networks
       *     (see a style's `network`): those follow by a cut, at once.
       */
      fadeSeconds?: number;
      /** @description How much of the painting is shown; 0 is the source */
      strength?: number;
      /** @description Paints the brightness alone */
      originalColours?: boolean;
      /** @description Width and height that are painted, by the frame's */
      renderScale?: number;
      /** @description How much a still picture's flicker is held down */
      steadiness?: number;
      /** @description Part of the width, from the left, that shows the source */
      split?: number;
      /** @description Which part of the picture is painted; null for all of it */
      key?: components['schemas']['Key'] | null;
      /** @description Where the painting lies small over the untouched source; null fills the frame */
      inset?: components['schemas']['Inset'] | null;
      /** @description What lies over the picture; put it there with `PUT …/overlay` */
      overlay?: components['schemas']['Overlay'] | null;
      /** @description Whether render scale and rate go down while the machine can't keep up */
      adaptive?: boolean;
    };
    Inset: {
      /** @description `X,Y` in pixels, `centre`, an edge (`top`) or a corner (`bottom-right`) */
      place?: string;
      /** @description By the frame's */
      size?: number;
    };
    Key: {
      /**
       * @description What is looked at in the source: the colour of a backdrop, or brightness
       * @enum {string}
       */
      by?: 'chroma' | 'luma';
      /** @description Of the backdrop, as `#00b140` */
      colour?: string;
      /** @description How far from the backdrop's colour, or how bright, the painting begins */
      threshold?: number;
      /** @description Over how much it comes in */
      softness?: number;
      /** @description Paints the backdrop instead */
      inverted?: boolean;
      /**
       * @description The painting over the untouched source, the painting on black, or white where it is
       * @enum {string}
       */
      show?: 'over' | 'fill' | 'matte';
    };
    Overlay: {
      /** @description `X,Y` in pixels, `centre`, an edge (`top`) or a corner (`bottom-right`) */
      place: string;
      /** @description Its size by its own */
      scale: number;
      opacity: number;
    };
    Recording: {
      id: string;
      stream: components['schemas']['StreamName'];
      /** @enum {string} */
      state: 'recording' | 'finished' | 'failed';
      /** Format: date-time */
      started: string;
      seconds: number;
      bytes: number;
      /**
       * Format: uri-reference
       * @description Address of the video
       */
      file: string;
      /** @description Why it ended, if nobody stopped it */
      reason?: string;
      /** @description The recording that goes on with the stream, where pictures of another size could not be fitted into this one */
      next?: string;
    };
    Job: {
      id: string;
      name: string;
      /** @enum {string} */
      kind: 'video' | 'photo';
      /** @enum {string} */
      state: 'waiting' | 'painting' | 'finished' | 'failed' | 'cancelled';
      progress: number;
      /** @description Null while nobody can say */
      secondsLeft: number | null;
      styles: {
        [key: string]: number;
      };
      /** Format: date-time */
      created: string;
      /**
       * Format: uri-reference
       * @description Address, when it is finished
       */
      result?: string;
      /** @description What is not as in the upload, in a few words each */
      notes: string[];
      /** @description Why it failed */
      reason?: string;
    };
    NewSource: {
      name: components['schemas']['StreamName'];
      /** @example rtsp://camera.example/stream */
      url: string;
      /** @description The server's own choice if it is missing */
      style?: string;
      /**
       * @description Only while somebody watches
       * @default false
       */
      onDemand: boolean;
    };
    Source: {
      name: components['schemas']['StreamName'];
      /** @description Without its password */
      url: string;
      style: string | null;
      onDemand: boolean;
      /**
       * @description `idle`: nobody watches; `waiting`: it broke and is tried again soon
       * @enum {string}
       */
      state: 'idle' | 'connecting' | 'live' | 'waiting';
      /** @description Why it broke */
      reason?: string;
    };
    NewPush: {
      /**
       * @description `rtmp`, `rtmps`, `srt` or `rtsp`; `http` and `https` are for WHIP
       * @example rtmp://platform.example/live/key
       * @example https://platform.example/whip/cam
       */
      url: string;
      /** @description Shown to a WHIP address (`Authorization: Bearer`) */
      token?: string;
    };
    Push: {
      id: string;
      /** @description Without its key or password */
      url: string;
      /**
       * @description `waiting`: it broke and is tried again soon
       * @enum {string}
       */
      state: 'connecting' | 'live' | 'waiting';
      /** @description Why it broke */
      reason?: string;
    };
  };
  responses: {
    /** @description What is wrong and what helps */
    Problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: {
    styleName: string;
    streamName: components['schemas']['StreamName'];
    id: string;
    /** @description Nobody can guess it */
    session: string;
  };
  requestBodies: never;
  headers: {
    /** @description The address of what was made */
    Location: string;
  };
  pathItems: never;
}
export type Problem = components['schemas']['Problem'];
export type Token = components['schemas']['Token'];
export type Role = components['schemas']['Role'];
export type Session = components['schemas']['Session'];
export type Engine = components['schemas']['Engine'];
export type Style = components['schemas']['Style'];
export type StreamName = components['schemas']['StreamName'];
export type Stream = components['schemas']['Stream'];
export type Ending = components['schemas']['Ending'];
export type Statistics = components['schemas']['Statistics'];
export type Settings = components['schemas']['Settings'];
export type SettingsPatch = components['schemas']['SettingsPatch'];
export type Inset = components['schemas']['Inset'];
export type Key = components['schemas']['Key'];
export type Overlay = components['schemas']['Overlay'];
export type Recording = components['schemas']['Recording'];
export type Job = components['schemas']['Job'];
export type NewSource = components['schemas']['NewSource'];
export type Source = components['schemas']['Source'];
export type NewPush = components['schemas']['NewPush'];
export type Push = components['schemas']['Push'];
export type ResponseProblem = components['responses']['Problem'];
export type ParameterStyleName = components['parameters']['styleName'];
export type ParameterStreamName = components['parameters']['streamName'];
export type ParameterId = components['parameters']['id'];
export type ParameterSession = components['parameters']['session'];
export type HeaderLocation = components['headers']['Location'];
export type $defs = Record<string, never>;
export interface operations {
  getEngine: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The engine */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Engine'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  openSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Token'];
      };
    };
    responses: {
      /** @description The role that the token has; the cookie is HttpOnly and SameSite=Strict */
      200: {
        headers: {
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  closeSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Taken back */
      204: {
        headers: {
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  listStyles: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The styles; those that share a network first, as it learnt them */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Style'][];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getStylePreview: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['styleName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The picture */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/jpeg': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listStreams: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The streams by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Stream'][];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getStream: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The stream */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Stream'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  endStream: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getEnding: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The reason */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ending'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All settings */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  changeSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/merge-patch+json': components['schemas']['SettingsPatch'];
        'application/json': components['schemas']['SettingsPatch'];
      };
    };
    responses: {
      /** @description All settings as they are now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putOverlay: {
    parameters: {
      query?: {
        /** @description `X,Y` in pixels, `centre`, an edge (`top`) or a corner (`bottom-right`) */
        place?: string;
        /** @description Its size by its own */
        scale?: number;
        opacity?: number;
      };
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'image/png': unknown;
      };
    };
    responses: {
      /** @description All settings as they are now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteOverlay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description There is none now */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  watchStream: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events until the stream ends */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getSnapshot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The picture */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/jpeg': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getMotionJpeg: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The pictures, each a part */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'multipart/x-mixed-replace': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  startRecording: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The recording */
      201: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recording'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listPushes: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The pushes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'][];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  startPush: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPush'];
      };
    };
    responses: {
      /** @description The push */
      201: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  stopPush: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Stopped */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listRecordings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The recordings, the newest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recording'][];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getRecording: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The recording */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recording'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteRecording: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  stopRecording: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The recording, finished */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recording'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getRecordingFile: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The whole file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'video/mp4': unknown;
        };
      };
      /** @description A part of it */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'video/mp4': unknown;
        };
      };
      /** @description It is what the asker has */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listJobs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The jobs, the newest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'][];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  startJob: {
    parameters: {
      query: {
        /** @description The file's name, for people; its ending says what the result is */
        name: string;
        /** @description Styles of one network with their weights, as in `starry-night:0.7,the-wave:0.3` */
        styles: string;
        strength?: number;
        originalColours?: boolean;
        renderScale?: number;
        steadiness?: number;
        /** @description Whether what can be decoded of a damaged video is painted */
        salvage?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': unknown;
        'video/*': unknown;
        'image/*': unknown;
      };
    };
    responses: {
      /** @description The job */
      202: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  cancelJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  watchJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getJobResult: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The whole file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'video/*': unknown;
          'image/*': unknown;
        };
      };
      /** @description A part of it */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'video/*': unknown;
          'image/*': unknown;
        };
      };
      /** @description It is what the asker has */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listSources: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sources by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Source'][];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  addSource: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSource'];
      };
    };
    responses: {
      /** @description The source */
      201: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Source'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteSource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Taken away */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  publish: {
    parameters: {
      query?: {
        /** @description What it is painted in; the server's own choice if it is missing */
        style?: string;
      };
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/sdp': unknown;
      };
    };
    responses: {
      /** @description The answer; `Location` is the address of the session */
      201: {
        headers: {
          Location: components['headers']['Location'];
          /** @description The type of further candidates */
          'Accept-Patch'?: string;
          /** @description STUN and TURN servers (RFC 9725, section 4.6) */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/sdp': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  unpublish: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
        /** @description Nobody can guess it */
        session: components['parameters']['session'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  watch: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/sdp': unknown;
      };
    };
    responses: {
      /** @description The answer; `Location` is the address of the session */
      201: {
        headers: {
          Location: components['headers']['Location'];
          /** @description The type of further candidates */
          'Accept-Patch'?: string;
          /** @description STUN and TURN servers (RFC 9725, section 4.6) */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/sdp': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  unwatch: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
        /** @description Nobody can guess it */
        session: components['parameters']['session'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getHls: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['streamName'];
        file: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A playlist or a piece of the video */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/vnd.apple.mpegurl': unknown;
          'video/mp4': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description In Prometheus' text format, or OpenMetrics where that is asked for */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': unknown;
          'application/openmetrics-text': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
}
