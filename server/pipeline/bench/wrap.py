"""Makes a style of Johnson's network from its ONNX, so that allaprima paints with it."""

import argparse
import hashlib
import json
import pathlib

import johnson

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--model", required=True, help="RGB [N,3,H,W], 0 to 255, in and out")
parser.add_argument("--catalogue", required=True, type=pathlib.Path)
parser.add_argument("--name", required=True)
given = parser.parse_args()

folder = given.catalogue / given.name
folder.mkdir(parents=True)
model = johnson.i420_model(given.model).SerializeToString()
(folder / "model.onnx").write_bytes(model)
(folder / "preview.jpg").write_bytes(b"")
(folder / "network.json").write_text(json.dumps({
    "format": 1,
    "kind": "johnson",
    "sizeMultiple": 4,
    "styles": 1,
    "sha256": {"fp32": hashlib.sha256(model).hexdigest()},
    "parity": {},
    "training": {},
}))
(folder / "card.json").write_text(json.dumps({
    "format": 2,
    "name": given.name,
    "title": given.name,
    "artist": "",
    "year": "",
    "rights": "",
    "licence": "unknown",
    "network": None,
    "index": 0,
    "training": {},
    "measures": {},
}))
